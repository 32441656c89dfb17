#include <doctest/doctest.h>

#include "gaitkeeper/wire/message_json.hpp"

using namespace gaitkeeper;

TEST_SUITE_BEGIN("wire.message_json");

TEST_CASE("a message object is read with what it names and nothing more") {
    const auto all = wire::parse_message(
        R"({"text":"knie \"aua\"","locale":"es","region":"MX","conversation":"a","extra":[1]})");
    REQUIRE(all.has_value());
    CHECK(all->text == "knie \"aua\"");
    CHECK(all->locale == "es");
    CHECK(all->region == "MX");
    CHECK(all->conversation == "a");

    const auto least = wire::parse_message(R"({"text":""})");
    REQUIRE(least.has_value());
    CHECK(least->text.empty());
    CHECK(least->conversation.empty());
}

TEST_CASE("what is no message object is refused, and its words are not repeated") {
    for (const std::string line :
         {"", "marmalade", "[]", "42", R"({"marmalade":1})", R"({"text":42})",
          R"({"text":"marmalade","locale":1})", R"({"text":"marmalade")",
          "{\"text\":\"\xFF marmalade\"}", R"({"text":"marmalade"} x)"}) {
        CAPTURE(line);
        const auto read = wire::parse_message(line);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == errc::bad_input);
        CHECK(to_string(read.error()).find("marmalade") == std::string::npos);
    }
    CHECK_FALSE(wire::parse_message(std::string(100000, '[')).has_value());
}

TEST_CASE("an error line names code, message and line") {
    const auto read = wire::parse_message("{");
    REQUIRE_FALSE(read.has_value());
    const auto line = wire::error_line(read.error(), 7);

    CHECK(line.starts_with(R"({"error":{"code":"bad_input","message":")"));
    CHECK(line.ends_with(R"(","line":7}})"));
}

TEST_SUITE_END();
