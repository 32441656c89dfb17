// What a server does against clients that want too much, and endpoints that fail.
#include <doctest/doctest.h>

#include <filesystem>
#include <future>
#include <stdexcept>

#include <sys/ioctl.h>

#include "echo.hpp"
#include "gaitkeeper/net/socket.hpp"
#include "raw_client.hpp"
#include "running_server.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using test::echo;
using test::raw_client;

namespace {

constexpr auto origin = "https://clinic.example";

void open_socket(raw_client& client) {
    client.send(test::upgrade_request("/echo", origin, "echo.v1"));
    REQUIRE(client.read_until("\r\n\r\n").find("101 Switching") != std::string::npos);
}

// What the kernel still holds for the server's end of the client's connection, which is a
// descriptor of this process.
std::size_t unread_by_server(const raw_client& of) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        const int fd = std::stoi(entry.path().filename().string());
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
        int unread = 0;
        if (ntohs(peer.sin_port) == of.port() && ::ioctl(fd, FIONREAD, &unread) == 0)
            return static_cast<std::size_t>(unread);
    }
    return 0;
}

} // namespace

TEST_SUITE_BEGIN("net.guard");

TEST_CASE("of requests sent ahead little is read before the first has its answer") {
    std::promise<void> asked, told;
    net::server_options options;
    test::running_server server(
        options,
        {{"POST", "/size", net::at_once([](const net::request& what) {
              return net::response{200, "text/plain", std::to_string(what.body.size()) + '!', {}};
          })},
         {"GET", "/wait", net::at_once([&](const net::request&) {
              asked.set_value();
              told.get_future().wait();
              return net::response{200, "text/plain", "waited!", {}};
          })},
         {"GET", "/next", net::at_once([](const net::request&) {
              return net::response{200, "text/plain", "next!", {}};
          })}});
    raw_client client(server->port());
    const std::string body(60'000, 'x'); // which makes room for more
    client.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + body);
    CHECK(client.read_until("!").ends_with("60000!"));
    std::string many;
    for (int i = 0; i < 40; ++i)
        many += "GET /next HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(1000, 'x') + "\r\n\r\n";
    const std::string first = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
    client.send(first + many);
    asked.get_future().wait();
    CHECK(unread_by_server(client) + options.limits.read_ahead_bytes >= first.size() + many.size());

    told.set_value();
    CHECK(client.read_until("!").ends_with("waited!"));
    for (int i = 0; i < 40; ++i)
        CHECK(client.read_until("!").ends_with("next!"));
}

TEST_CASE("how much is read ahead may be set to anything, and requests are read all the same") {
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{1U << 30U}}) {
        net::server_options options;
        options.limits.read_ahead_bytes = bytes;
        test::running_server server(options, {{"GET", "/", net::at_once([](const net::request&) {
                                                   return net::response{200, "text/plain", "!", {}};
                                               })}});
        raw_client client(server->port());
        CHECK(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").read_until("!").ends_with("!"));
    }
}

TEST_CASE("a socket that has sent more than its share is not read until time has paid for it") {
    net::server_options options;
    options.limits.socket_bytes_burst = 1000;
    options.limits.socket_bytes_per_second = 1;
    test::running_server server(
        options, {{"GET", "/echo", net::socket_endpoint{{"echo.v1"}, {origin}, echo}}});
    const std::string text(600, 'x');
    raw_client greedy(server->port()), modest(server->port());
    open_socket(greedy);
    open_socket(modest);
    for (int i = 0; i < 2; ++i)
        CHECK(test::read_frame(greedy.send(test::client_frame(text))).payload == text);
    greedy.send(test::client_frame("once more"));
    CHECK(test::read_frame(modest.send(test::client_frame("me too"))).payload == "me too");

    server.finish();

    CHECK(test::read_frame(greedy).close_code() == 1001);
    CHECK(test::read_frame(modest).close_code() == 1001);
}

TEST_CASE("an endpoint that fails is answered for, and the others go on") {
    std::string logged;
    net::server_options options;
    options.log.write = [&](net::log_level, std::string_view line) { logged += line; };
    const std::string words = "my knee";
    test::running_server server(
        options,
        {{"GET", "/bad", net::at_once([&](const net::request&) -> net::response {
              throw std::runtime_error(words);
          })},
         {"GET", "/echo",
          net::socket_endpoint{
              {"echo.v1"}, {origin}, [&](std::string, net::socket& peer) -> net::task<void> {
                  static_cast<void>(co_await peer.receive());
                  throw std::runtime_error(words);
              }}}});
    raw_client asker(server->port()), talker(server->port());
    const auto answer = asker.send("GET /bad HTTP/1.1\r\nHost: x\r\n\r\n").read_until("}");
    CHECK(answer.starts_with("HTTP/1.1 500"));
    CHECK(answer.find(words) == std::string::npos);
    open_socket(talker);
    CHECK(test::read_frame(talker.send(test::client_frame("hello"))).close_code() == 1011);
    server.finish();
    CHECK_FALSE(logged.empty());
    CHECK(logged.find(words) == std::string::npos);
}

TEST_SUITE_END();
