#include <doctest/doctest.h>

#include "gaitkeeper/wire/case_json.hpp"

using namespace gaitkeeper;

TEST_SUITE_BEGIN("wire.case_json");

TEST_CASE("a case says what a reply must and must not be about") {
    const auto read = wire::parse_case(
        R"({"id":"a1","locale":"en","text":"t","any_of":["x"],"all_of":["x","y"],"none_of":["z"],"triage":"urgent"})");

    REQUIRE(read.has_value());
    CHECK(read->id == "a1");
    CHECK(read->any_of == std::vector<std::string>{"x"});
    CHECK(read->all_of.size() == 2);
    CHECK(read->none_of == std::vector<std::string>{"z"});
    CHECK(read->triage == triage_level::urgent);
}

TEST_CASE("a line that is no case is refused with the member that is wrong") {
    const auto named = [](std::string_view line) {
        const auto read = wire::parse_case(line);
        REQUIRE_FALSE(read.has_value());
        return to_string(read.error());
    };

    CHECK(named(R"({"id":"a","locale":"en"})").find("text") != std::string::npos);
    CHECK(named(R"({"id":"a","locale":"en","text":"t","triage":"panic"})").find("triage") !=
          std::string::npos);
    CHECK_FALSE(wire::parse_case("{").has_value());
}

TEST_SUITE_END();
