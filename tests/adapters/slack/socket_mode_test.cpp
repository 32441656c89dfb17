#include <doctest/doctest.h>

#include "answers.hpp"
#include "gaitkeeper/slack/socket_mode.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using slack::instant;

namespace {

const std::string hello = R"({"type":"hello","num_connections":1})";

net::sent address(const std::string& url) {
    return test::answered(200, R"({"ok":true,"url":")" + url + "\"}");
}

// A session with a clock that the test winds, and what has been asked of its carrier.
struct desk {
    desk()
        : session({1s, 60s, [] { return 0.5; }, {}}, [this](const slack::envelope& one) {
              heard.push_back(one);
              return answer;
          }) {}

    desk& take(std::vector<slack::socket_step> steps) {
        last = std::move(steps);
        return *this;
    }
    template <class Step>
    const Step* only() const {
        return last.size() == 1 ? std::get_if<Step>(&last.front()) : nullptr;
    }
    // Opens a socket and has it greeted; its number.
    std::uint64_t open() {
        take(session.on_address(address("wss://wss.slack.com/link"), now));
        const auto* opens = only<slack::open_socket>();
        REQUIRE(opens != nullptr);
        const auto number = opens->socket;
        take(session.on_text(number, hello, now));
        return number;
    }

    std::string answer;
    std::vector<slack::envelope> heard;
    slack::socket_mode session;
    instant now{1h};
    std::vector<slack::socket_step> last;
};

} // namespace

TEST_SUITE_BEGIN("slack.socket_mode");

TEST_CASE("an address is asked for, opened and greeted") {
    desk d;
    CHECK(d.take(d.session.start()).only<slack::ask_address>() != nullptr);
    d.take(d.session.on_address(address("wss://wss.slack.com/link?ticket=1"), d.now));
    REQUIRE(d.only<slack::open_socket>() != nullptr);
    CHECK(d.only<slack::open_socket>()->url == "wss://wss.slack.com/link?ticket=1");
    CHECK_FALSE(d.session.is_greeted());
    d.take(d.session.on_text(1, hello, d.now));
    CHECK(d.last.empty());
    CHECK(d.session.is_greeted());
}

TEST_CASE("an envelope is handed on as it would have been posted, and acknowledged by its id") {
    desk d;
    d.take(d.session.start());
    const auto socket = d.open();
    d.take(d.session.on_text(
        socket,
        R"({"type":"events_api","envelope_id":"e1","payload":{"type":"event_callback"},"accepts_response_payload":false,"retry_attempt":0})",
        d.now));

    REQUIRE(d.heard.size() == 1);
    CHECK(d.heard[0].what == slack::envelope::kind::event);
    CHECK(d.heard[0].payload == R"({"type":"event_callback"})");
    REQUIRE(d.only<slack::send_text>() != nullptr);
    CHECK(d.only<slack::send_text>()->socket == socket);
    CHECK(d.only<slack::send_text>()->text == R"({"envelope_id":"e1"})");
}

TEST_CASE("an answer goes with the acknowledgement only where Slack takes one") {
    desk d;
    d.answer = R"({"text":"help"})";
    d.take(d.session.start());
    const auto socket = d.open();
    const auto ack_of = [&](const std::string& accepts) {
        d.take(d.session.on_text(socket,
                                 R"({"type":"slash_commands","envelope_id":"e","payload":{},)"
                                 R"("accepts_response_payload":)" +
                                     accepts + '}',
                                 d.now));
        return d.only<slack::send_text>()->text;
    };
    CHECK(ack_of("true") == R"({"envelope_id":"e","payload":{"text":"help"}})");
    CHECK(ack_of("false") == R"({"envelope_id":"e"})");
}

TEST_CASE("an envelope of a kind to come is acknowledged and nothing else") {
    desk d;
    d.take(d.session.start());
    const auto socket = d.open();
    d.take(
        d.session.on_text(socket, R"({"type":"tomorrow","envelope_id":"e","payload":{}})", d.now));
    CHECK(d.only<slack::send_text>() != nullptr);
    CHECK(d.heard.empty());
    for (const auto* text :
         {"", "null", "[1]", R"({"type":7})", R"({"type":"events_api"})", "\xff"})
        CHECK(d.take(d.session.on_text(socket, text, d.now)).last.empty());
}

TEST_CASE("warned, the next connection is greeted before the old one is left") {
    for (const auto* reason : {"warning", "refresh_requested"}) {
        desk d;
        d.take(d.session.start());
        const auto old = d.open();
        d.take(d.session.on_text(
            old, R"({"type":"disconnect","reason":")" + std::string(reason) + "\"}", d.now));
        CHECK(d.only<slack::ask_address>() != nullptr);
        d.take(d.session.on_address(address("wss://wss.slack.com/2"), d.now));
        REQUIRE(d.only<slack::open_socket>() != nullptr);
        const auto next = d.only<slack::open_socket>()->socket;
        CHECK(next != old);
        // What still comes over the old one is taken.
        d.take(d.session.on_text(old, R"({"type":"events_api","envelope_id":"e","payload":{}})",
                                 d.now));
        CHECK(d.only<slack::send_text>() != nullptr);
        d.take(d.session.on_text(next, hello, d.now));
        REQUIRE(d.only<slack::leave_socket>() != nullptr);
        CHECK(d.only<slack::leave_socket>()->socket == old);
        CHECK(d.take(d.session.on_closed(old, d.now)).last.empty());
    }
}

TEST_CASE("warned twice, or closed after a warning, only one other is opened") {
    desk d;
    d.take(d.session.start());
    const auto old = d.open();
    const std::string warning = R"({"type":"disconnect","reason":"warning"})";
    CHECK(d.take(d.session.on_text(old, warning, d.now)).last.size() == 1);
    CHECK(d.take(d.session.on_text(old, warning, d.now)).last.empty());
    CHECK(d.take(d.session.on_closed(old, d.now)).last.empty());
}

TEST_CASE("a connection that breaks is replaced at once") {
    desk d;
    d.take(d.session.start());
    const auto old = d.open();
    CHECK(d.take(d.session.on_closed(old, d.now)).only<slack::ask_address>() != nullptr);
}

TEST_CASE("what does not come to a greeting is tried again with growing pauses") {
    desk d;
    d.take(d.session.start());
    d.take(d.session.on_address(test::ended(net::delivery::never_sent), d.now));
    CHECK(d.last.empty());
    CHECK(d.session.wake() == d.now + 1s);
    d.now += 1s;
    CHECK(d.take(d.session.on_time(d.now)).only<slack::ask_address>() != nullptr);
    d.take(d.session.on_address(address("wss://wss.slack.com/"), d.now));
    d.take(d.session.on_closed(1, d.now));
    CHECK(d.last.empty());
    CHECK(d.session.wake() == d.now + 2s);
    d.now += 2s;
    d.take(d.session.on_time(d.now));
    d.take(d.session.on_address(test::limited("30"), d.now));
    CHECK(d.session.wake() == d.now + 30s);
}

TEST_CASE("where Slack does not want us nothing more is tried") {
    desk d;
    d.take(d.session.start());
    CHECK(d.take(d.session.on_address(test::refused_with("invalid_auth"), d.now))
              .only<slack::give_up>() != nullptr);
    CHECK(d.session.wake() == instant::max());

    desk off;
    off.take(off.session.start());
    const auto socket = off.open();
    off.take(
        off.session.on_text(socket, R"({"type":"disconnect","reason":"link_disabled"})", off.now));
    CHECK(std::holds_alternative<slack::give_up>(off.last.back()));
    CHECK(off.take(off.session.on_closed(socket, off.now)).last.empty());
}

TEST_SUITE_END();
