#include <doctest/doctest.h>

#include "gaitkeeper/net/client.hpp"

using gaitkeeper::net::is_allowed;
using gaitkeeper::net::web_address;

TEST_SUITE_BEGIN("net.web_address");

TEST_CASE("an address comes apart into scheme, host, port and target") {
    const auto one = web_address::parse("HTTPS://Hooks.Slack.com/a/b?c=d#e");
    REQUIRE(one);
    CHECK(one->scheme == "https");
    CHECK(one->host == "hooks.slack.com");
    CHECK(one->port == 443);
    CHECK(one->target == "/a/b?c=d");
    CHECK(web_address::parse("ws://127.0.0.1:8080")->port == 8080);
    CHECK(web_address::parse("wss://x?ticket=1")->target == "/?ticket=1");
    CHECK(web_address::parse("http://[::1]:80/")->host == "::1");
}

TEST_CASE("what only looks like an address is none") {
    for (const auto* text :
         {"", "slack.com", "//slack.com/", "ftp://slack.com/", "javascript://slack.com/",
          "https://", "https:///a", "https://user@slack.com/", "https://slack.com:0/",
          "https://slack.com:65536/", "https://slack.com:8x/", "https://slack.com /",
          "https://slack.com/\r\nHost: x", "https://slack.com\\@evil.example/", "https://[::1/",
          "https://\xc3\xa4.com/"})
        CHECK_MESSAGE(!web_address::parse(text), text);
}

TEST_CASE("a rule lets through its scheme, host and port and, with a star, every name below") {
    const std::vector<std::string> rules{"https://slack.com", "https://*.slack.com"};
    const auto goes = [&](const char* to) { return is_allowed(*web_address::parse(to), rules); };

    CHECK(goes("https://slack.com/api/"));
    CHECK(goes("https://hooks.slack.com/x"));
    CHECK(goes("https://a.b.slack.com:443/x"));
    for (const auto* to :
         {"http://slack.com/", "https://slack.com:444/", "https://evilslack.com/",
          "https://slack.com.evil.example/", "https://slack.co/", "wss://hooks.slack.com/",
          "https://127.0.0.1/", "https://.slack.com/", "https://hooks.slack.com./"})
        CHECK_MESSAGE(!goes(to), to);
}

TEST_SUITE_END();
