#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "answers.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using slack::instant;

namespace {

slack::outgoing post(const std::string& channel, const std::string& text,
                     const std::string& team = "T1") {
    return slack::post_message{{"", team}, channel, "", {text, "[]"}};
}

slack::post_queue_options steady_options() {
    slack::post_queue_options made;
    made.random = [] { return 0.5; };
    return made;
}

// A queue with a clock that the test winds.
struct desk {
    explicit desk(slack::post_queue_options options = steady_options())
        : queue(std::move(options), store) {}

    // The text of the next request; empty where there is none.
    std::string next() {
        const auto one = queue.next(now);
        if (!one) return {};
        ticket = one->ticket;
        request = one->what;
        return std::string(boost::json::parse(request.body).as_object().at("text").get_string());
    }
    void finish(const net::sent& got) { queue.finish(ticket, got, now); }

    test::open_house store;
    slack::post_queue queue;
    instant now{1h};
    std::uint64_t ticket = 0;
    net::outgoing_request request;
};

} // namespace

TEST_SUITE_BEGIN("slack.post_queue");

TEST_CASE("a message becomes a request in the name of its workspace, to the API's base") {
    auto options = steady_options();
    options.base = "https://slack-gov.com/api/";
    desk d(options);
    d.queue.take(
        slack::post_message{{"", "T9"}, "C1", "1.5", {"a \"b\" \n", R"([{"type":"divider"}])"}},
        d.now);

    CHECK(d.next() == "a \"b\" \n");
    CHECK(d.request.url == "https://slack-gov.com/api/chat.postMessage");
    CHECK(d.request.fields.back() ==
          std::pair<std::string, std::string>{"Authorization", "Bearer xoxb-T9"});
    const auto body = boost::json::parse(d.request.body).as_object();
    CHECK(body.at("thread_ts") == "1.5");
    CHECK(body.at("unfurl_links") == false);
    CHECK(body.at("blocks").as_array().size() == 1);
    d.finish(test::ok());
    CHECK(d.queue.is_empty());
}

TEST_CASE("a reply goes to its response_url without a token, and only its person sees it") {
    desk d;
    d.queue.take(slack::respond{"https://hooks.slack.com/commands/1",
                                slack::audience::asker,
                                slack::original::keep,
                                {"x", ""}},
                 d.now);

    CHECK(d.next() == "x");
    CHECK(d.request.url == "https://hooks.slack.com/commands/1");
    CHECK(d.request.fields.size() == 1);
    CHECK(boost::json::parse(d.request.body).as_object().at("response_type") == "ephemeral");
    d.finish(test::answered(200, "ok"));
    CHECK(d.queue.seen().sent == 1);
}

TEST_CASE("a channel keeps its order while others go on") {
    desk d;
    for (const auto* text : {"a1", "a2"})
        d.queue.take(post("A", text), d.now);
    d.queue.take(post("B", "b1"), d.now);

    CHECK(d.next() == "a1");
    const auto first = d.ticket;
    CHECK(d.next() == "b1");
    CHECK(d.next().empty()); // a2 waits for a1
    d.queue.finish(first, test::ok(), d.now);
    CHECK(d.next() == "a2");
}

TEST_CASE("too many requests hold that method in that workspace for as long as Slack says") {
    desk d;
    d.queue.take(post("A", "a1"), d.now);
    d.queue.take(post("B", "b1"), d.now);
    d.queue.take(post("C", "other workspace", "T2"), d.now);
    CHECK(d.next() == "a1");
    d.finish(test::limited("7"));

    CHECK(d.next() == "other workspace");
    CHECK(d.next().empty());
    CHECK(d.queue.wake() == d.now + 7s);
    d.now += 6999ms;
    CHECK(d.next().empty());
    d.now += 1ms;
    CHECK(d.next() == "a1");
    CHECK(d.next() == "b1");
}

TEST_CASE("what has not arrived is tried again with growing pauses, before what came after it") {
    desk d;
    d.queue.take(post("A", "a1"), d.now);
    d.queue.take(post("A", "a2"), d.now);
    auto pause = 1s;
    for (int attempt = 0; attempt < 4; ++attempt, pause *= 2) {
        CHECK(d.next() == "a1");
        d.finish(test::ended(net::delivery::never_sent));
        CHECK(d.queue.wake() == d.now + pause);
        d.now += pause;
    }
    CHECK(d.next() == "a1");
    d.finish(test::ok());
    CHECK(d.next() == "a2");
}

TEST_CASE("what may have arrived is tried once more and never again") {
    for (const auto& got :
         {test::ended(net::delivery::lost), test::answered(500, ""),
          test::answered(200, "{\"ok\":tr"), test::refused_with("internal_error")}) {
        desk d;
        d.queue.take(post("A", "once"), d.now);
        CHECK(d.next() == "once");
        d.finish(got);
        d.now += 10s;
        CHECK(d.next() == "once");
        d.finish(got);
        d.now += 1h;
        CHECK(d.next().empty());
        CHECK(d.queue.seen().failed == 1);
    }
}

TEST_CASE("an attempt that did not leave does not use up the retry of one that may have arrived") {
    desk d;
    d.queue.take(post("A", "x"), d.now);
    for (const auto how : {net::delivery::lost, net::delivery::never_sent}) {
        CHECK(d.next() == "x");
        d.finish(test::ended(how));
        d.now += 10s;
    }
    CHECK(d.next() == "x");
    d.finish(test::ended(net::delivery::lost));
    CHECK(d.queue.is_empty());
}

TEST_CASE("what no retry can help is given up at once, and its channel goes on") {
    for (const auto& got :
         {test::refused_with("channel_not_found"), test::refused_with("is_archived"),
          test::refused_with("a_code_of_next_year"), test::answered(404, ""),
          test::ended(net::delivery::refused)}) {
        desk d;
        d.queue.take(post("A", "bad"), d.now);
        d.queue.take(post("A", "good"), d.now);
        CHECK(d.next() == "bad");
        d.finish(got);
        CHECK(d.next() == "good");
        CHECK(d.queue.seen().failed == 1);
    }
}

TEST_CASE("where the app was removed its installation is forgotten and nothing more is sent") {
    desk d;
    d.queue.take(post("A", "a"), d.now);
    d.queue.take(post("B", "b"), d.now);
    CHECK(d.next() == "a");
    d.finish(test::refused_with("token_revoked"));

    CHECK(d.store.gone.contains("T1"));
    CHECK(d.next().empty());
    CHECK(d.queue.is_empty());
    CHECK(d.queue.seen().failed == 2);
}

TEST_CASE("a full queue lets the oldest go and counts it") {
    auto options = steady_options();
    options.of_channel = 2;
    options.in_all = 3;
    desk d(options);
    for (const auto* text : {"a1", "a2", "a3"})
        d.queue.take(post("A", text), d.now);
    d.queue.take(post("B", "b1"), d.now);
    d.queue.take(post("B", "b2"), d.now); // full in all: B's own oldest
    d.queue.take(post("C", "c1"), d.now); // C has none to let go

    CHECK(d.next() == "a2");
    CHECK(d.next() == "b2");
    CHECK(d.next().empty());
    CHECK(d.queue.seen().crowded_out == 3);
}

TEST_CASE("what waited longer than a response_url lives is not sent any more") {
    desk d;
    d.queue.take(post("A", "a"), d.now);
    d.now += 30min + 1s;
    CHECK(d.next().empty());
    CHECK(d.queue.seen().outdated == 1);
    CHECK(d.queue.is_empty());
}

TEST_CASE("no more requests are under way than allowed") {
    auto options = steady_options();
    options.at_once = 2;
    desk d(options);
    for (const auto* channel : {"A", "B", "C"})
        d.queue.take(post(channel, channel), d.now);
    CHECK(d.next() == "A");
    CHECK(d.next() == "B");
    CHECK(d.next().empty());
    d.finish(test::ok());
    CHECK(d.next() == "C");
}

TEST_CASE("nothing of a message and no token is logged, whatever Slack answers") {
    std::string log;
    auto options = steady_options();
    options.log = {net::log_level::debug,
                   [&](net::log_level, std::string_view line) { log.append(line).append("\n"); }};
    desk d(options);
    for (const auto& got :
         {test::refused_with("channel_not_found"), test::refused_with("Secret words!"),
          test::answered(500, "secret"), test::limited("1")}) {
        d.queue.take(post("A", "secret"), d.now);
        CHECK(d.next() == "secret");
        d.finish(got);
        d.now += 1h;
    }
    CHECK(log.find("channel_not_found") != std::string::npos);
    CHECK(log.find("unreadable_error") != std::string::npos);
    CHECK(log.find("ecret") == std::string::npos);
    CHECK(log.find("xoxb") == std::string::npos);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("slack.api_answer");

TEST_CASE("Retry-After is a whole number of seconds and at most an hour") {
    CHECK(slack::parse_retry_after("30") == 30s);
    CHECK(slack::parse_retry_after(" 0 ") == 0s);
    CHECK(slack::parse_retry_after("99999999999999999999999999") == 3600s);
    for (const auto* text : {"", " ", "-1", "1.5", "1e3", "Wed, 21 Oct 2026 07:28:00 GMT", "30s"})
        CHECK_FALSE(slack::parse_retry_after(text));
}

TEST_CASE("a limit without a time that can be read holds for half a minute") {
    CHECK(slack::judge_method(test::limited("soon")).wait == 30s);
    CHECK(slack::judge_method(test::refused_with("ratelimited")).wait == 30s);
}

TEST_SUITE_END();
