#include <doctest/doctest.h>

#include "raw_client.hpp"
#include "running_server.hpp"
#include "workspace.hpp"

using namespace gaitkeeper;
using test::slack_request;

namespace {

std::chrono::sys_seconds now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// The routes on a port, short of patience for bodies that do not come.
struct slack_server {
    slack_server() {
        net::server_options options;
        options.limits.body_time = std::chrono::milliseconds(200);
        options.limits.close_time = std::chrono::milliseconds(200);
        server.emplace(std::move(options), in.adapter->routes(in.out));
    }

    std::string ask(const std::string& bytes) {
        test::raw_client client((*server)->port());
        return client.send(bytes).half_close().read_all();
    }

    test::slack_workspace in;
    std::optional<test::running_server> server;
};

slack_request signed_now(const std::string& text, const std::string& id = "Ev1") {
    return slack_request(test::envelope(test::direct(text), id, now()), "application/json", now());
}

std::string status_of(const std::string& answer) {
    return answer.substr(0, std::string_view("HTTP/1.1 200").size());
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

} // namespace

TEST_SUITE_BEGIN("slack.routes");

TEST_CASE("signed requests are answered over a socket, on each path and with a query") {
    slack_server slack;
    CHECK(status_of(slack.ask(signed_now("x", "Ev1").http("/slack/events"))) == "HTTP/1.1 200");
    CHECK(status_of(slack.ask(signed_now("x", "Ev2").http("/slack/events?team=1"))) ==
          "HTTP/1.1 200");
    const slack_request command(test::command_form("my tyre is flat"), test::form_type, now());
    CHECK(contains(slack.ask(command.http("/slack/commands")), "Look for glass"));
    const slack_request click(test::form({{"payload", test::click("none", "x")}}), test::form_type,
                              now());
    CHECK(status_of(slack.ask(click.http("/slack/interactions"))) == "HTTP/1.1 200");
    slack.server->finish();
    CHECK(slack.in.out.sent.size() == 1); // one post, delivered twice
}

TEST_CASE("a path that is not exactly ours is 404, another method 405") {
    slack_server slack;
    CHECK(status_of(slack.ask(signed_now("x").http("/slack/events/"))) == "HTTP/1.1 404");
    CHECK(status_of(slack.ask(signed_now("x").http("/slack/%65vents"))) == "HTTP/1.1 404");
    CHECK(status_of(slack.ask(signed_now("x").http("/slack"))) == "HTTP/1.1 404");
    for (const std::string method : {"GET", "PUT", "OPTIONS"}) {
        const auto answer = slack.ask(method + " /slack/events HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK(status_of(answer) == "HTTP/1.1 405");
        CHECK(contains(answer, "Allow: POST\r\n"));
    }
}

TEST_CASE("a body over a mebibyte is 413 before it is read, and no retry mends it") {
    slack_server slack;
    const std::string head = "POST /slack/events HTTP/1.1\r\nHost: x\r\n";
    const auto announced = slack.ask(head + "Content-Length: 1048577\r\n\r\n");
    CHECK(status_of(announced) == "HTTP/1.1 413");
    CHECK(contains(announced, "X-Slack-No-Retry: 1"));

    const std::string chunk(0x10000, 'x');
    std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 17; ++i)
        chunked += "10000\r\n" + chunk + "\r\n";
    CHECK(status_of(slack.ask(chunked + "0\r\n\r\n")) == "HTTP/1.1 413");

    const slack_request large(std::string(1024 * 1024, 'x'), "application/json", now());
    CHECK(status_of(slack.ask(large.http())) == "HTTP/1.1 400"); // read, verified and no JSON
}

TEST_CASE("another path keeps the server's own limit") {
    slack_server slack;
    CHECK(status_of(
              slack.ask("POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n")) ==
          "HTTP/1.1 413");
}

TEST_CASE("chunked, expected and pipelined requests are each answered") {
    slack_server slack;
    const auto one = signed_now("x", "Ev1").http();
    const auto split = one.find("\r\n\r\n") + 4;
    const auto body = one.substr(split);
    auto head = one.substr(0, split);
    head.erase(head.find("Content-Length"));
    char size[16];
    std::snprintf(size, sizeof size, "%zx", body.size());
    CHECK(status_of(slack.ask(head + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n" + body +
                              "\r\n0\r\n\r\n")) == "HTTP/1.1 200");

    test::raw_client patient((*slack.server)->port());
    patient.send(head + "Content-Length: " + std::to_string(body.size()) +
                 "\r\nExpect: 100-continue\r\n\r\n");
    CHECK(status_of(patient.read_until("\r\n\r\n")) == "HTTP/1.1 100");
    patient.send(body);
    CHECK(status_of(patient.read_until("\r\n\r\n")) == "HTTP/1.1 200");

    test::raw_client hasty((*slack.server)->port());
    hasty.send(signed_now("x", "Ev3").http() + signed_now("x", "Ev4").http());
    CHECK(status_of(hasty.read_until("\r\n\r\n")) == "HTTP/1.1 200");
    CHECK(status_of(hasty.read_until("\r\n\r\n")) == "HTTP/1.1 200");
}

TEST_CASE("what is no good HTTP is refused, and a body that does not come is not waited for") {
    slack_server slack;
    const std::string line = "POST /slack/events HTTP/1.1\r\n";
    CHECK(status_of(slack.ask(line + "Host: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked"
                                     "\r\n\r\n{}")) == "HTTP/1.1 400");
    CHECK(status_of(slack.ask("POST /slack/events HTTP/1.1\nHost: x\n\n")) == "HTTP/1.1 400");
    CHECK(status_of(slack.ask(line + "Content-Length: 2\r\n\r\n{}")) == "HTTP/1.1 400");
    CHECK(status_of(slack.ask(line + "Host: x\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n")) ==
          "HTTP/1.1 431");
    test::raw_client slow((*slack.server)->port());
    slow.send(line + "Host: x\r\nContent-Length: 9\r\n\r\n{}");
    CHECK(status_of(slow.read_all()) == "HTTP/1.1 408");
}

TEST_SUITE_END();
