#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>

#include "bicycle.hpp"
#include "gaitkeeper/web/chat_session.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

struct tally final : web::chat_observer {
    void answered(const reply&, std::chrono::nanoseconds) override { ++answers; }
    void repeated() override { ++repeats; }
    int answers = 0, repeats = 0;
};

// A client on a session, its store and its clock, without a socket.
class talk {
public:
    talk() {
        services.engine_now = [] { return test::bicycle_engine(); };
        services.random_token = [this] { return "token-" + std::to_string(++tokens); };
        services.observer = &seen;
        connect();
    }

    void connect() {
        session =
            std::make_unique<web::chat_session>(services, std::make_shared<web::rate_gauge>());
    }

    // What comes back, as objects; `closed` says whether a close came with it.
    std::vector<json::object> say(const std::string& frame) {
        auto made = session->on_frame(frame, now);
        if (!made.wanted.empty())
            made = session->found(run<web::session_handle>(store->find(made.wanted, now)), now);
        if (made.changed) run(store->keep(session->state(), now));
        if (made.ended) run(store->forget(session->state()));
        closed = made.close;
        std::vector<json::object> objects;
        for (const auto& one : made.frames)
            objects.push_back(json::parse(one).as_object());
        return objects;
    }

    std::vector<json::object> message(const std::string& id, const std::string& text) {
        return say(R"({"type":"message","id":")" + id + R"(","text":")" + text + "\"}");
    }

    std::string resume() {
        return std::string(say(R"({"type":"hello"})").at(0).at("resume").as_string());
    }

    template <class T>
    static T run(net::task<T> what) {
        boost::asio::io_context io;
        T out{};
        boost::asio::co_spawn(io.get_executor(), std::move(what),
                              [&](std::exception_ptr, T got) { out = std::move(got); });
        io.run();
        return out;
    }
    static void run(net::task<void> what) {
        boost::asio::io_context io;
        boost::asio::co_spawn(io.get_executor(), std::move(what), [](std::exception_ptr) {});
        io.run();
    }

    tally seen;
    web::chat_services services;
    std::unique_ptr<web::conversation_store> store = web::make_memory_store({});
    std::unique_ptr<web::chat_session> session;
    web::time_point now{1h};
    std::optional<web::farewell> closed;
    int tokens = 0;
};

std::string text_at(const json::object& frame, std::string_view key) {
    return std::string(frame.at(key).as_string());
}

} // namespace

TEST_SUITE_BEGIN("web.chat_session");

TEST_CASE("a hello is welcomed with all that a client has to know") {
    talk t;
    const auto back = t.say(R"({"type":"hello","locale":"en-GB"})");
    REQUIRE(back.size() == 1);
    CHECK(text_at(back[0], "type") == "welcome");
    CHECK(text_at(back[0], "resume") == "token-1");
    CHECK(text_at(back[0], "session") == "token-2");
    CHECK(back[0].at("seq") == 0);
    CHECK(text_at(back[0], "locale") == "en");
    CHECK(back[0].at("limits").at("code_points") == 2000);
    CHECK(text_at(back[0], "disclaimer") == "An automatic guide, no mechanic.");
}

TEST_CASE("a message is acknowledged and answered with the reply object") {
    talk t;
    t.resume();
    const auto back = t.message("m1", "my tyre is flat");
    REQUIRE(back.size() == 2);
    CHECK(text_at(back[0], "type") == "ack");
    CHECK(text_at(back[0], "id") == "m1");
    CHECK(text_at(back[1], "type") == "reply");
    CHECK(text_at(back[1], "re") == "m1");
    CHECK(back[1].at("seq") == 1);
    CHECK(back[1].at("topics").at(0).at("id") == "tyre");
    CHECK_FALSE(back[1].at("receipt").at("content").as_string().empty());
}

TEST_CASE("a message sent again is answered from memory, on this connection and on the next") {
    talk t;
    const auto resume = t.resume();
    const auto first = t.message("m1", "my tyre is flat");
    CHECK(t.message("m1", "my chain is rusty") == first);
    t.connect();
    t.say(R"({"type":"hello","resume":")" + resume + "\"}");
    CHECK(t.message("m1", "my tyre is flat") == first);
    CHECK(t.seen.answers == 1);
    CHECK(t.seen.repeats == 2);
}

TEST_CASE("who comes back is told what was missed and nothing else") {
    talk t;
    const auto resume = t.resume();
    for (const auto* id : {"m1", "m2", "m3"})
        t.message(id, "my tyre is flat");
    t.connect();
    const auto back = t.say(R"({"type":"hello","last_seq":1,"resume":")" + resume + "\"}");
    REQUIRE(back.size() == 3);
    CHECK(back[0].at("resumed") == true);
    CHECK(text_at(back[0], "resume") == resume);
    CHECK(back[0].at("seq") == 3);
    CHECK(back[1].at("seq") == 2);
    CHECK(back[2].at("seq") == 3);
    CHECK(t.message("m4", "my chain is rusty")[1].at("seq") == 4);
}

TEST_CASE("only the last replies are remembered") {
    talk t;
    t.services.limits.replies = 2;
    const auto resume = t.resume();
    for (const auto* id : {"m1", "m2", "m3"})
        t.message(id, "my tyre is flat");
    t.connect();
    CHECK(t.say(R"({"type":"hello","last_seq":0,"resume":")" + resume + "\"}").size() == 3);
}

TEST_CASE("a token that nobody knows starts anew and says so") {
    talk t;
    const auto back = t.say(R"({"type":"hello","resume":"stolen","last_seq":4})");
    CHECK(back[0].at("resumed") == false);
    CHECK(back[0].at("seq") == 0);
    CHECK(text_at(back[0], "resume") != "stolen");
}

TEST_CASE("a suggestion may be chosen by place, label or text, as long as it is the last reply's") {
    talk t;
    t.resume();
    const auto offered = t.message("m1", "my tyre is flat")[1].at("suggestions").as_array();
    REQUIRE_FALSE(offered.empty());
    const auto by_place = t.say(R"({"type":"choose","id":"c1","option":0})");
    CHECK(text_at(by_place[1], "type") == "reply");
    const auto gone = t.say(R"({"type":"choose","id":"c2","option":99})");
    CHECK(text_at(gone[0], "code") == "unknown_option");
    CHECK(text_at(gone[0], "re") == "c2");
}

TEST_CASE("more than a few messages at once have to wait, and insisting ends the connection") {
    talk t;
    t.resume();
    for (int i = 0; i < 5; ++i)
        CHECK(t.message("m" + std::to_string(i), "tyre").size() == 2);
    const auto wait = t.message("m5", "tyre");
    REQUIRE(wait.size() == 1);
    CHECK(text_at(wait[0], "code") == "rate_limited");
    CHECK(wait[0].at("retry_after_ms") == 1000);
    CHECK_FALSE(text_at(wait[0], "message").empty());
    t.now += 1s;
    CHECK(t.message("m5", "tyre").size() == 2);
    for (int i = 0; i < 8; ++i)
        t.message("n", "tyre");
    CHECK_FALSE(t.closed.has_value());
    t.message("n", "tyre");
    CHECK(t.closed == web::farewell::policy);
}

TEST_CASE("errors leave the connection open, three that are no JSON do not") {
    talk t;
    t.resume();
    CHECK(text_at(t.say(R"({"type":"sing"})")[0], "code") == "unknown_type");
    CHECK(text_at(t.message("long", std::string(2001, 'x'))[0], "code") == "too_long");
    CHECK(text_at(t.say("{")[0], "code") == "bad_json");
    CHECK(text_at(t.say("{}x")[0], "code") == "bad_json");
    CHECK_FALSE(t.closed.has_value());
    CHECK(t.message("m1", "my tyre is flat").size() == 2);
    CHECK(text_at(t.say("nothing of the kind")[0], "code") == "bad_json");
    CHECK(t.closed == web::farewell::policy);
}

TEST_CASE("who does not say hello first is not served") {
    talk t;
    CHECK(t.message("m1", "my tyre is flat").empty());
    CHECK(t.closed == web::farewell::policy);
    CHECK(t.seen.answers == 0);
}

TEST_CASE("typing says nothing, bye is answered and ends, and then nothing is known any more") {
    talk t;
    const auto resume = t.resume();
    CHECK(t.say(R"({"type":"typing"})").empty());
    CHECK_FALSE(t.closed.has_value());
    CHECK(text_at(t.say(R"({"type":"bye"})")[0], "type") == "bye");
    CHECK(t.closed == web::farewell::done);
    t.connect();
    CHECK(t.say(R"({"type":"hello","resume":")" + resume + "\"}")[0].at("resumed") == false);
}

TEST_CASE("the conversation goes on where it was, also over another connection") {
    talk t;
    const auto resume = t.resume();
    t.message("m1", "my tyre is flat");
    t.connect();
    t.say(R"({"type":"hello","resume":")" + resume + "\"}");
    CHECK(t.message("m2", "go on")[1].at("topics").at(0).at("id") ==
          "chain"); // what comes after tyres
}

TEST_CASE("an idle conversation is forgotten, and too many push out the one used longest ago") {
    auto small = web::make_memory_store({.sessions = 32, .bytes = 1U << 30U, .idle = 1000ms});
    web::time_point now{1h};
    const auto add = [&](const std::string& token) {
        auto state = std::make_shared<web::session_state>();
        state->resume = token;
        talk::run(small->keep(state, now));
    };
    const auto has = [&](const std::string& token) {
        return talk::run<web::session_handle>(small->find(token, now)) != nullptr;
    };
    add("a");
    CHECK(has("a"));
    now += 1001ms;
    CHECK_FALSE(has("a"));
    for (int i = 0; i < 1000; ++i)
        add(std::to_string(i));
    int kept = 0;
    for (int i = 0; i < 1000; ++i)
        kept += has(std::to_string(i)) ? 1 : 0;
    CHECK(kept > 0);
    CHECK(kept <= 32);
    CHECK(has("999"));
}

TEST_SUITE_END();
