#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <unistd.h>

#include "bicycle.hpp"
#include "raw_client.hpp"
#include "run_program.hpp"
#include "running_program.hpp"

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
    CHECK(starts({"--tls_certificate", "/nonexistent.pem"}).code == 1);
    CHECK(starts({"--headers", "1"}).code == 2);
}

TEST_CASE("a secret that is set but empty, or lacks its other half, does not start") {
    const auto with = [](const std::vector<std::pair<std::string, std::string>>& variables) {
        for (const auto& [name, value] : variables)
            ::setenv(name.c_str(), value.c_str(), 1);
        const auto ended =
            test::run_program(GAITKEEPER_PROGRAM, {"serve", "--listen", "127.0.0.1:0", "--content",
                                                   test::bicycle_file().string()});
        for (const auto& [name, value] : variables)
            ::unsetenv(name.c_str());
        return ended;
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
    for (const auto* name :
         {"SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "MATTERMOST_TOKEN", "ROCKETCHAT_TOKEN"})
        ::setenv(name, "secret", 1);
    const test::running_program with(GAITKEEPER_PROGRAM,
                                     with_content(test::bicycle_file().string()));
    for (const auto* name :
         {"SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "MATTERMOST_TOKEN", "ROCKETCHAT_TOKEN"})
        ::unsetenv(name);
    for (const auto& path : paths)
        CHECK(status(with, path) == (path.starts_with("/slack") ? "401" : "415"));
}

TEST_SUITE_END();
