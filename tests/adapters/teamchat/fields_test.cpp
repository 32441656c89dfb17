#include <doctest/doctest.h>

#include "gaitkeeper/teamchat/fields.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::teamchat;

TEST_SUITE_BEGIN("teamchat.fields");

TEST_CASE("a form is read as browsers write it") {
    const auto made =
        parse_form("text=my+knee%20hurts&empty=&flag&text=second&&%C3%A9=%2B").value();
    CHECK(made["text"] == "my knee hurts");
    CHECK(made.count("text") == 2);
    CHECK(made["empty"] == "");
    CHECK(made.count("flag") == 1);
    CHECK(made["é"] == "+");
    CHECK(made["absent"] == "");
    CHECK(made.count("absent") == 0);
}

TEST_CASE("a broken escape, what is not Unicode and too many fields are no form") {
    CHECK_FALSE(parse_form("a=%"));
    CHECK_FALSE(parse_form("a=%4"));
    CHECK_FALSE(parse_form("a=%zz"));
    CHECK_FALSE(parse_form("a=%ff"));
    CHECK_FALSE(parse_form("a=\xff"));
    std::string many;
    for (int i = 0; i < 65; ++i)
        many += "a=b&";
    CHECK_FALSE(parse_form(many));
    CHECK(parse_form(many.substr(4)));
    CHECK(parse_form(""));
}

TEST_CASE("an object's members are text") {
    const auto made =
        parse_object(R"({"text":"é","bot":{"i":"x"},"isEdited":true,"timestamp":17,"tmid":null})")
            .value();
    CHECK(made["text"] == "é");
    CHECK(made["bot"] == R"({"i":"x"})");
    CHECK(made["isEdited"] == "true");
    CHECK(made["timestamp"] == "17");
    CHECK(made.count("tmid") == 0);
    for (const auto* bad : {"", "null", "[]", "{", "{} {}", "{\"a\":\"\xff\"}"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_object(bad));
    }
    CHECK_FALSE(parse_object(R"({"a":)" + std::string(20'000, '[')));
}

TEST_CASE("an identifier is short and plain") {
    CHECK(is_id("U012.AB_c-9"));
    CHECK_FALSE(is_id(""));
    CHECK_FALSE(is_id("U 1"));
    CHECK_FALSE(is_id("U1\n"));
    CHECK_FALSE(is_id("é"));
    CHECK_FALSE(is_id(std::string(65, 'a')));
}

TEST_CASE("a token is one of the secrets, whole") {
    const std::vector<std::string> secrets{"first", "second"};
    CHECK(is_one_of("second", secrets));
    CHECK_FALSE(is_one_of("secon", secrets));
    CHECK_FALSE(is_one_of("secondx", secrets));
    CHECK_FALSE(is_one_of("", secrets));
}

TEST_SUITE_END();
