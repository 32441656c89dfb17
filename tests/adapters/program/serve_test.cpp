#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <unistd.h>

#include "../slack/workspace.hpp"
#include "bicycle.hpp"
#include "raw_client.hpp"
#include "run_program.hpp"
#include "running_program.hpp"
#include "running_server.hpp"

using namespace gaitkeeper;
namespace fs = std::filesystem;

namespace {

std::string origin(const test::running_program& of) {
    return "http://127.0.0.1:" + std::to_string(of.port());
}

void open_chat(test::raw_client& client, const test::running_program& to) {
    client.send(test::upgrade_request("/chat", origin(to), "gaitkeeper.v1"));
    static_cast<void>(client.read_until("\r\n\r\n"));
    client.send(test::client_frame(R"({"type":"hello"})"));
    static_cast<void>(test::read_frame(client));
}

std::string asking(int number) {
    return test::client_frame(R"({"type":"message","id":")" + std::to_string(number) +
                              R"(","text":"my tyre is flat"})");
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

const std::vector<std::string> no_rates{"--messages_per_minute",
                                        "60000",
                                        "--message_burst",
                                        "60000",
                                        "--messages_per_minute_of_address",
                                        "60000",
                                        "--content"};

std::vector<std::string> with_content(const std::string& path) {
    auto made = no_rates;
    made.push_back(path);
    return made;
}

// The environment of programs that are started while this lives.
class scoped_variables {
public:
    scoped_variables(std::initializer_list<std::pair<std::string, std::string>> all) : all_(all) {
        for (const auto& [name, value] : all_)
            ::setenv(name.c_str(), value.c_str(), 1);
    }
    ~scoped_variables() {
        for (const auto& [name, value] : all_)
            ::unsetenv(name.c_str());
    }
    scoped_variables(const scoped_variables&) = delete;
    scoped_variables& operator=(const scoped_variables&) = delete;

private:
    std::vector<std::pair<std::string, std::string>> all_;
};

} // namespace

TEST_SUITE_BEGIN("program.serve");

TEST_CASE("stopped in the middle of a talk, each message taken is answered and each socket told") {
    test::running_program server(GAITKEEPER_PROGRAM, with_content(test::bicycle_file().string()));
    REQUIRE(server.first_line() == "gaitkeeper listening on " + origin(server));
    std::atomic<int> answered{0}, told{0};
    std::vector<std::jthread> people;
    for (int person = 0; person < 4; ++person) {
        people.emplace_back([&] {
            test::raw_client client(server.port());
            open_chat(client, server);
            for (int i = 0;; ++i) {
                client.send(asking(i));
                const auto ack = test::read_frame(client);
                if (ack.close_code() == 1001) ++told;
                if (ack.first != 0x81) return;
                if (!contains(test::read_frame(client).payload, "\"type\":\"reply\"")) return;
                ++answered;
            }
        });
    }
    while (answered < 40)
        std::this_thread::yield();

    server.signal(SIGTERM);

    CHECK(server.exit_code() == 0);
    people.clear();
    CHECK(told == 4);
}

TEST_CASE(
    "content loaded anew answers the next message of an open connection, bad content does not") {
    const auto bundle =
        fs::temp_directory_path() / ("gaitkeeper-serve-" + std::to_string(::getpid()) + ".gkb");
    const auto put =
        [&](const std::string& bytes) { // as a package would: a new file in the old one's place
            const auto fresh = bundle.string() + ".new";
            std::ofstream(fresh, std::ios::binary) << bytes;
            fs::rename(fresh, bundle);
        };
    put(test::bicycle_bundle());
    test::running_program server(GAITKEEPER_PROGRAM, with_content(bundle.string()));
    test::raw_client client(server.port());
    open_chat(client, server);

    put("not a bundle");
    server.signal(SIGHUP);
    CHECK(contains(server.log_line(), bundle.string()));
    CHECK(contains(server.log_line(), "not reloaded"));
    client.send(asking(1));
    CHECK(contains(test::read_frame(client).payload, "ack"));
    CHECK(contains(test::read_frame(client).payload, "Look for glass"));

    put(test::bicycle_bundle());
    server.signal(SIGHUP);
    CHECK(contains(server.log_line(), "content reloaded"));
    client.send(asking(2));
    CHECK(contains(test::read_frame(client).payload, "ack"));
    CHECK(contains(test::read_frame(client).payload, "\"type\":\"reply\""));
    fs::remove(bundle);
}

TEST_CASE("content loaded anew while people talk costs none of them an answer") {
    test::running_program server(GAITKEEPER_PROGRAM, with_content(test::bicycle_file().string()));
    std::atomic<int> answered{0};
    std::atomic<bool> is_over{false};
    std::vector<std::jthread> people;
    std::atomic<int> lost{0};
    for (int person = 0; person < 4; ++person) {
        people.emplace_back([&] {
            test::raw_client client(server.port());
            open_chat(client, server);
            for (int i = 0; !is_over; ++i) {
                client.send(asking(i));
                const bool is_heard = contains(test::read_frame(client).payload, "ack");
                const auto reply = test::read_frame(client).payload;
                ++(is_heard && contains(reply, "\"type\":\"reply\"") ? answered : lost);
                if (lost > 0) return;
            }
        });
    }
    for (int turn = 1; turn <= 3; ++turn) {
        const int before = answered;
        server.signal(SIGHUP);
        CHECK(contains(server.log_line(), "content reloaded"));
        while (answered < before + 40 && lost == 0)
            std::this_thread::yield();
    }
    is_over = true;
    people.clear();
    CHECK(lost == 0);
}

TEST_CASE("what is set wrongly does not start") {
    const auto starts = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"serve", "--listen", "127.0.0.1:0", "--content",
                                             test::bicycle_file().string()});
        return test::run_program(GAITKEEPER_PROGRAM, arguments);
    };
    const auto config =
        fs::temp_directory_path() / ("gaitkeeper-serve-" + std::to_string(::getpid()) + ".toml");
    std::ofstream(config) << "lissten = \"127.0.0.1:0\"\n";
    const auto unknown_key = starts({"--config", config.string()});
    CHECK(unknown_key.code == 1);
    CHECK(contains(unknown_key.err, "did you mean 'listen'"));
    fs::remove(config);
    CHECK(starts({"--config", "/nonexistent.toml"}).code == 1);
    CHECK(starts({"--trusted_proxies", "example.com"}).code == 1);
    CHECK(contains(starts({"--proxy_protocol", "example.com"}).err, "proxy_protocol"));
    CHECK(starts({"--tls_certificate", "/nonexistent.pem"}).code == 1);
    CHECK(starts({"--headers", "1"}).code == 2);
}

TEST_CASE("a secret that is set but empty, or lacks its other half, does not start") {
    const auto with = [](std::initializer_list<std::pair<std::string, std::string>> variables) {
        const scoped_variables set(variables);
        return test::run_program(GAITKEEPER_PROGRAM, {"serve", "--listen", "127.0.0.1:0",
                                                      "--content", test::bicycle_file().string()});
    };
    for (const std::string name :
         {"SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "MATTERMOST_TOKEN",
          "ROCKETCHAT_TOKEN", "GAITKEEPER_REDIS_URL"}) {
        const auto empty = with({{name, ""}});
        CHECK(empty.code == 1);
        CHECK(contains(empty.err, name + " is set but empty."));
    }
    CHECK(
        contains(with({{"MATTERMOST_TOKEN", "xyzzy,"}}).err, "MATTERMOST_TOKEN is set but empty."));
    const auto signing = with({{"SLACK_SIGNING_SECRET", "xyzzy"}});
    CHECK(signing.code == 1);
    CHECK(contains(signing.err, "SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not."));
    const auto bot = with({{"SLACK_BOT_TOKEN", "xyzzy"}});
    CHECK(bot.code == 1);
    CHECK(contains(bot.err, "SLACK_BOT_TOKEN is set, but SLACK_SIGNING_SECRET is not."));
    const auto app = with({{"SLACK_APP_TOKEN", "xyzzy"}});
    CHECK(contains(app.err, "SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not."));
    for (const auto& one : {signing, bot, app})
        CHECK_FALSE(contains(one.out + one.err, "xyzzy"));
}

TEST_CASE("a team chat's routes are there when its secrets are") {
    const auto status = [](const test::running_program& server, const std::string& path) {
        test::raw_client client(server.port());
        client.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        return client.read_until("\r\n").substr(9, 3);
    };
    const std::vector<std::string> paths{"/slack/events",        "/slack/commands",
                                         "/slack/interactions",  "/mattermost/command",
                                         "/mattermost/outgoing", "/rocketchat/outgoing"};
    {
        const test::running_program without(GAITKEEPER_PROGRAM,
                                            with_content(test::bicycle_file().string()));
        for (const auto& path : paths)
            CHECK(status(without, path) == "404");
    }
    const scoped_variables set{{"SLACK_SIGNING_SECRET", "secret"},
                               {"SLACK_BOT_TOKEN", "secret"},
                               {"MATTERMOST_TOKEN", "secret"},
                               {"ROCKETCHAT_TOKEN", "secret"}};
    const test::running_program with(GAITKEEPER_PROGRAM,
                                     with_content(test::bicycle_file().string()));
    for (const auto& path : paths)
        CHECK(status(with, path) == (path.starts_with("/slack") ? "401" : "415"));
}

TEST_CASE("what team chats send and what is posted to them is counted, and no word of it told") {
    std::atomic<int> posts{0};
    test::running_server vendor(
        {}, {{"POST", "/api/chat.postMessage", net::at_once([&](const net::request&) {
                  if (posts++ == 0) return net::response{429, {}, {}, {{"Retry-After", "0"}}};
                  return net::response{200, "application/json", R"({"ok":true})", {}};
              })}});
    const scoped_variables set{{"SLACK_SIGNING_SECRET", std::string(test::signing_secret)},
                               {"SLACK_BOT_TOKEN", "xoxb-token"},
                               {"MATTERMOST_TOKEN", "secret"}};
    auto arguments = with_content(test::bicycle_file().string());
    arguments.insert(
        arguments.end(),
        {"--slack_api_base", "http://127.0.0.1:" + std::to_string(vendor->port()) + "/api"});
    const test::running_program server(GAITKEEPER_PROGRAM, arguments);
    const auto ask = [&](const std::string& bytes) {
        test::raw_client client(server.port());
        return client.send(bytes).half_close().read_all();
    };
    const auto figures = [&] { return ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"); };
    const auto event = [](std::string_view text) {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        return test::slack_request(test::envelope(test::direct(std::string(text)), "Ev1", now),
                                   "application/json", now);
    };
    const auto hook = [](const std::string& token) {
        const auto body = "token=" + token + "&post_id=p1&text=wobbly";
        return "POST /mattermost/outgoing HTTP/1.1\r\nHost: x\r\nContent-Type: " +
               std::string(test::form_type) + "\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
    };

    ask(event("my tyre is wobbly").http());
    ask(event("my tyre is wobbly").http());
    ask(event("my tyre is wobbly").alter("{}").http());
    for (const auto* token : {"secret", "secret", "guessed"})
        ask(hook(token));
    auto told = figures();
    const auto is_posted = [&] {
        return contains(told, "gaitkeeper_slack_posts_total{outcome=\"sent\"} 1\n");
    };
    for (int looked = 0; looked < 10'000 && !is_posted(); ++looked)
        told = figures();
    CHECK(is_posted());

    for (const auto* line :
         {"gaitkeeper_team_received_total{platform=\"slack\"} 2\n",
          "gaitkeeper_team_answered_total{platform=\"slack\"} 1\n",
          "gaitkeeper_team_repeated_total{platform=\"slack\"} 1\n",
          "gaitkeeper_team_refused_total{platform=\"slack\"} 1\n",
          "gaitkeeper_team_received_total{platform=\"mattermost\"} 2\n",
          "gaitkeeper_team_answered_total{platform=\"mattermost\"} 1\n",
          "gaitkeeper_team_repeated_total{platform=\"mattermost\"} 1\n",
          "gaitkeeper_team_refused_total{platform=\"mattermost\"} 1\n",
          "gaitkeeper_slack_posts_total{outcome=\"crowded_out\"} 0\n",
          "gaitkeeper_slack_post_retries_total 1\n", "gaitkeeper_slack_rate_limited_total 1\n"}) {
        CAPTURE(line);
        CHECK(contains(told, line));
    }
    CHECK_FALSE(contains(told, "rocketchat"));
    CHECK_FALSE(contains(told, "wobbly"));
}

TEST_SUITE_END();
