#include <doctest/doctest.h>

#include "gaitkeeper/net/http.hpp"

using namespace gaitkeeper::net;

TEST_SUITE_BEGIN("net.http");

TEST_CASE("a target is split at its question mark, in origin and in absolute form") {
    CHECK(parse_target("/a/b?c=d?e")->path == "/a/b");
    CHECK(parse_target("/a/b?c=d?e")->query == "c=d?e");
    CHECK(parse_target("/")->query == "");
    CHECK(parse_target("http://host:80/x?y")->path == "/x");
    CHECK(parse_target("https://host")->path == "/");
}

TEST_CASE("what is no target of ours is refused") {
    for (const std::string_view text :
         {"", "*", "a", "host:443", "/a b", "/a\tb", "/a#b", "/a\x7f", "ftp://host/"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_target(text).has_value());
    }
    CHECK_FALSE(parse_target(std::string_view("/a\0b", 4)).has_value());
}

TEST_CASE("the protocol is the best of ours that is offered") {
    const std::vector<std::string> ours{"chat.v2", "chat.v1"};
    CHECK(choose_protocol("chat.v1, chat.v2", ours) == "chat.v2");
    CHECK(choose_protocol("other,chat.v1", ours) == "chat.v1");
    CHECK_FALSE(choose_protocol("CHAT.V1", ours).has_value());
    CHECK_FALSE(choose_protocol("", ours).has_value());
    CHECK_FALSE(choose_protocol(",,;", ours).has_value());
}

TEST_CASE("a problem names its status and repeats nothing of the request") {
    const auto made = problem(431);
    CHECK(made.status == 431);
    CHECK(made.type == "application/problem+json");
    CHECK(made.body ==
          R"({"type":"about:blank","title":"Request Header Fields Too Large","status":431})");
}

TEST_CASE("fields are found whatever their letters' case") {
    const request asked{"GET", "/", "", "", {{"Host", "a"}, {"X-One", "1"}, {"x-one", "2"}}, ""};
    CHECK(asked.field("x-ONE") == "1");
    CHECK(asked.field("absent").empty());
}

TEST_SUITE_END();
