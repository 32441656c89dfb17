#include <doctest/doctest.h>

#include <stdexcept>

#include "workspace.hpp"

using namespace gaitkeeper;
using slack::verdict;
using test::noon;
using test::signing_secret;
using test::slack_request;
using namespace std::chrono_literals;

namespace {

const std::string body = R"({"type":"event_callback"})";

verdict judge(const slack_request& asked) {
    static const slack::verifier verifier({std::string(signing_secret)});
    return verifier.judge(asked.view(), noon);
}

verdict dated(const std::string& timestamp) {
    return judge(slack_request(body).date(timestamp));
}

} // namespace

TEST_SUITE_BEGIN("slack.signature");

TEST_CASE("the vendor's own example has the signature that the vendor names") {
    // docs.slack.dev/authentication/verifying-requests-from-slack
    const std::string form =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
        "G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-"
        "collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F39770"
        "0885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d"
        "2c447fce8b6703c";
    const slack::verifier verifier({std::string("8f742231b10e8888abcd99yyyzzz85a5")});

    CHECK(verifier.judge("1531420618",
                         "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                         form, std::chrono::sys_seconds(1531420618s)) == verdict::good);
}

TEST_CASE("a signature of another secret, of another body or of no form is none") {
    const slack_request good(body);
    const auto signature = good.header("X-Slack-Signature");
    const auto timestamp = good.header("X-Slack-Request-Timestamp");
    const auto with = [&](const std::string& other) {
        return judge(slack_request(body).set("X-Slack-Signature", other));
    };
    auto upper = signature;
    for (auto& c : upper) // not the "v"
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');

    CHECK(judge(good) == verdict::good);
    CHECK(with(test::sign("another", timestamp, body)) == verdict::bad_signature);
    CHECK(judge(slack_request(body).alter(body + ' ')) == verdict::bad_signature);
    CHECK(with("") == verdict::bad_signature);
    CHECK(with("v0=") == verdict::bad_signature);
    CHECK(with(signature.substr(0, 66)) == verdict::bad_signature);
    CHECK(with(upper) == verdict::bad_signature);
    CHECK(with(signature + "=x") == verdict::bad_signature);
    CHECK(with("v1=" + signature.substr(3)) == verdict::bad_version);
    CHECK(with(signature.substr(3)) != verdict::good);
}

TEST_CASE("each header is there exactly once") {
    const slack_request good(body);
    CHECK(judge(slack_request(body).drop("X-Slack-Signature")) == verdict::no_header);
    CHECK(judge(slack_request(body).drop("X-Slack-Request-Timestamp")) == verdict::no_header);
    slack_request twice(body);
    twice.set("X-Slack-Signature", "v0=0")
        .add("X-Slack-Signature", good.header("X-Slack-Signature"));
    CHECK(judge(twice) == verdict::no_header);
    slack_request two_dates(body);
    two_dates.add("x-slack-request-timestamp", good.header("X-Slack-Request-Timestamp"));
    CHECK(judge(two_dates) == verdict::no_header);
}

TEST_CASE("a timestamp is a plain number") {
    for (const auto* bad : {"", "now", "-1", "1800000000.0", "1.8e9", "01800000000", "Infinity",
                            " 1800000000", "99999999999999999999999"}) {
        CAPTURE(bad);
        CHECK(dated(bad) == verdict::bad_timestamp);
    }
}

TEST_CASE("a timestamp is at most 300 seconds from now, on either side") {
    const auto at = [](std::chrono::seconds away) {
        return dated(std::to_string((noon + away).time_since_epoch().count()));
    };
    CHECK(at(0s) == verdict::good);
    CHECK(at(-299s) == verdict::good);
    CHECK(at(-300s) == verdict::good);
    CHECK(at(-301s) == verdict::stale);
    CHECK(at(300s) == verdict::good);
    CHECK(at(301s) == verdict::stale);
    CHECK(at(310s) == verdict::stale);
    CHECK(at(365 * 24h) == verdict::stale);
}

TEST_CASE("while a secret is being replaced, both sign") {
    const slack::verifier both({"the new one", std::string(signing_secret)});
    const slack::verifier later({"the new one"});
    CHECK(both.judge(slack_request(body).view(), noon) == verdict::good);
    CHECK(later.judge(slack_request(body).view(), noon) == verdict::bad_signature);
}

TEST_CASE("the bytes are signed, whatever they are") {
    CHECK(judge(slack_request("\xff\xfe\0 not text")) == verdict::good);
    CHECK(judge(slack_request("")) == verdict::good);
}

TEST_CASE("without a secret nothing is verified, so nothing starts") {
    CHECK_THROWS_AS(slack::verifier({}), std::invalid_argument);
    CHECK_THROWS_AS(slack::verifier({std::string(signing_secret), ""}), std::invalid_argument);
}

TEST_SUITE_END();
