#include <doctest/doctest.h>

#include <vector>

#include "echo.hpp"
#include "gaitkeeper/net/server.hpp"
#include "gaitkeeper/net/socket.hpp"
#include "raw_client.hpp"
#include "running_server.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using test::echo;
using test::raw_client;

namespace {

constexpr auto origin = "https://clinic.example";

std::vector<net::route> routes() {
    return {
        {"GET", "/hello", net::at_once([](const net::request& asked) {
             return net::response{200, "text/plain", "hello " + std::string(asked.query), {}};
         })},
        {"POST", "/size", net::at_once([](const net::request& asked) {
             return net::response{200, "text/plain", std::to_string(asked.body.size()), {}};
         })},
        {"GET", "/echo", net::socket_endpoint{{"echo.v1"}, {origin}, echo}},
    };
}

net::server_options quick() {
    net::server_options made;
    made.limits.header_time = 300ms;
    made.limits.body_time = 300ms;
    made.limits.message_time = 300ms;
    made.limits.close_time = 300ms;
    made.limits.connections_per_address = 1000;
    return made;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

std::string ask(std::uint16_t port, std::string_view request) {
    raw_client client(port);
    return client.send(request).read_all();
}

// Past the handshake.
void open_socket(raw_client& client) {
    client.send(test::upgrade_request("/echo", origin, "echo.v1"));
    REQUIRE(contains(client.read_until("\r\n\r\n"), "101 Switching"));
}

} // namespace

TEST_SUITE_BEGIN("net.server");

TEST_CASE("a request is answered, and each answer says how it may be used") {
    test::running_server server(quick(), routes());
    const auto answer =
        ask(server->port(), "GET /hello?you HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(contains(answer, "X-Content-Type-Options: nosniff\r\n"));
    CHECK(contains(answer, "Cache-Control: no-store\r\n"));
    CHECK(answer.ends_with("\r\n\r\nhello you"));
}

TEST_CASE("requests sent ahead are answered in their order") {
    test::running_server server(quick(), routes());
    std::string many;
    for (int i = 0; i < 30; ++i)
        many += "GET /hello?" + std::to_string(i) + "! HTTP/1.1\r\nHost: x\r\n\r\n";
    raw_client client(server->port());
    client.send(many);
    for (int i = 0; i < 30; ++i) {
        const auto end = "hello " + std::to_string(i) + "!";
        CHECK(client.read_until("!").ends_with(end));
    }
}

TEST_CASE("a client that only closes its own direction still gets its answer") {
    test::running_server server(quick(), routes());
    raw_client client(server->port());
    CHECK(contains(client.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                       .half_close()
                       .read_all(),
                   "\r\n\r\n3"));
}

TEST_CASE("bad requests get the status that says what is wrong, as a problem document") {
    test::running_server server(quick(), routes());
    std::string fields;
    for (int i = 0; i < 65; ++i)
        fields += "X-" + std::to_string(i) + ": 1\r\n";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"GARBAGE\r\n\r\n", "400"},
        {"GET /hello HTTP/1.1\r\n\r\n", "400"}, // no Host
        {"GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"},
        {"GET hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        {"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", "404"},
        {"PUT /hello HTTP/1.1\r\nHost: x\r\n\r\n", "405"},
        {"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", "413"},
        {"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n",
         "400"},
        {"GET /echo HTTP/1.1\r\nHost: x\r\n\r\n", "426"},
        {"GET /hello HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n", "431"},
        {"GET /hello HTTP/1.1\r\nHost: x\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", "431"},
    };
    for (const auto& [request, status] : cases) {
        CAPTURE(request.substr(0, 60));
        raw_client client(server->port());
        const auto answer = client.send(request).half_close().read_all();
        CHECK(answer.starts_with("HTTP/1.1 " + status));
        CHECK(contains(answer, "application/problem+json"));
        CHECK(contains(answer, "\"status\":" + status));
    }
}

TEST_CASE("a header or a body that never ends is ended by 408") {
    test::running_server server(quick(), routes());
    for (const auto* begun :
         {"GET /hello HT", "POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab"}) {
        CAPTURE(begun);
        CHECK(ask(server->port(), begun).starts_with("HTTP/1.1 408"));
    }
}

TEST_CASE("everything about an upgrade is checked before it happens") {
    test::running_server server(quick(), routes());
    const auto refused = [&](const std::string& request) {
        return ask(server->port(), request).substr(9, 3);
    };
    CHECK(refused(test::upgrade_request("/other", origin, "echo.v1")) == "404");
    CHECK(refused(test::upgrade_request("/echo", "https://evil.example", "echo.v1")) == "403");
    CHECK(refused(test::upgrade_request("/echo", "null", "echo.v1")) == "403");
    CHECK(refused(test::upgrade_request("/echo", "", "echo.v1")) == "403");
    CHECK(refused(test::upgrade_request("/echo", origin, "")) == "400");
    CHECK(refused(test::upgrade_request("/echo", origin, "other.v1")) == "400");
    auto old = test::upgrade_request("/echo", origin, "echo.v1");
    old.replace(old.find("Version: 13"), 11, "Version: 8");
    const auto answer = ask(server->port(), old);
    CHECK(answer.starts_with("HTTP/1.1 426"));
    CHECK(contains(answer, "Sec-WebSocket-Version: 13"));
}

TEST_CASE("messages come whole, also in fragments with a ping between them") {
    test::running_server server(quick(), routes());
    raw_client client(server->port());
    client.send(test::upgrade_request("/echo", origin, "other, echo.v1"));
    const auto handshake = client.read_until("\r\n\r\n");
    CHECK(contains(handshake, "Sec-WebSocket-Protocol: echo.v1"));
    CHECK(contains(handshake, "nosniff"));
    CHECK_FALSE(contains(handshake, "Sec-WebSocket-Extensions"));

    client.send(test::client_frame("kn", 0x01) + test::client_frame("?", 0x89) +
                test::client_frame("\xc3", 0x00) +
                test::client_frame("\xa9"
                                   "e",
                                   0x80));

    CHECK(test::read_frame(client).first == 0x8a); // the pong
    const auto back = test::read_frame(client);
    CHECK(back.first == 0x81);
    CHECK(back.payload == "kn\xc3\xa9"
                          "e");
}

TEST_CASE("a breach of the protocol closes with the code that names it") {
    test::running_server server(quick(), routes());
    const std::vector<std::pair<std::string, unsigned>> cases{
        {std::string("\x81\x02hi", 4), 1002},                 // not masked
        {test::client_frame("x", 0xc1), 1002},                // a reserved bit
        {test::client_frame("\xff\xfe"), 1007},               // not UTF-8
        {test::client_frame("bytes", 0x82), 1003},            // binary
        {test::client_frame(std::string(17'000, 'x')), 1009}, // too big
        {test::client_frame("wait", 0x01), 1008},             // never completed
    };
    for (const auto& [bytes, code] : cases) {
        CAPTURE(code);
        raw_client client(server->port());
        open_socket(client);
        client.send(bytes);
        CHECK(test::read_frame(client).close_code() == code);
        CHECK(client.read_all().empty()); // and TCP is dropped although we never answer
    }
}

TEST_CASE("a flood of pings is a breach of policy") {
    test::running_server server(quick(), routes());
    raw_client client(server->port());
    open_socket(client);
    for (int i = 0; i < 11; ++i)
        client.send(test::client_frame("", 0x89));
    auto frame = test::read_frame(client);
    while (frame.first == 0x8a)
        frame = test::read_frame(client);
    CHECK(frame.close_code() == 1008);
}

TEST_CASE("one address has only so many connections, and all together only so many more") {
    auto options = quick();
    options.limits.connections_per_address = 2;
    SUBCASE("one address") {
        test::running_server server(options, routes());
        raw_client one(server->port()), two(server->port());
        open_socket(one);
        open_socket(two);
        const auto answer = ask(server->port(), test::upgrade_request("/echo", origin, "echo.v1"));
        CHECK(answer.starts_with("HTTP/1.1 429"));
        CHECK(contains(answer, "Retry-After: "));
    }
    SUBCASE("all together") {
        options.limits.connections_per_address = 100;
        options.limits.connections = 1;
        test::running_server server(options, routes());
        raw_client one(server->port());
        open_socket(one);
        CHECK(ask(server->port(), test::upgrade_request("/echo", origin, "echo.v1"))
                  .starts_with("HTTP/1.1 503"));
    }
    SUBCASE("clients behind a trusted proxy are told apart") {
        options.trusted_proxies = {"127.0.0.0/8"};
        test::running_server server(options, routes());
        const auto from = [](const std::string& client) {
            auto request = test::upgrade_request("/echo", origin, "echo.v1");
            return request.insert(request.size() - 2, "X-Forwarded-For: " + client + "\r\n");
        };
        raw_client a(server->port()), b(server->port()), c(server->port());
        for (auto* client : {&a, &b}) {
            CHECK(
                contains(client->send(from("192.0.2.1")).read_until("\r\n\r\n"), "101 Switching"));
        }
        CHECK(contains(c.send(from("192.0.2.2")).read_until("\r\n\r\n"), "101 Switching"));
        CHECK(ask(server->port(), from("192.0.2.1")).starts_with("HTTP/1.1 429"));
    }
}

TEST_CASE("a thousand connections that vanish in the middle of a message leave nothing behind") {
    test::running_server server(quick(), routes());
    for (int i = 0; i < 1000; ++i) {
        raw_client client(server->port());
        client.send(test::upgrade_request("/echo", origin, "echo.v1"));
        if (i % 2 == 0) static_cast<void>(client.read_until("\r\n\r\n"));
        client.send(test::client_frame("a message that never", 0x01));
        client.vanish();
    }
    server.finish(); // waits for every one of them
    CHECK(server->seen().connections == 0);
    CHECK(server->seen().sockets == 0);
    CHECK(server->seen().accepted >= 500); // some were gone before they were let in
}

TEST_CASE("stopping answers what is in hand, says 1001 to sockets and takes nobody in") {
    auto options = quick();
    options.threads = 2;
    test::running_server server(options, routes());
    raw_client one(server->port()), two(server->port()), idle(server->port());
    open_socket(one);
    open_socket(two);
    idle.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    static_cast<void>(idle.read_until("hello "));

    server.finish();

    CHECK(test::read_frame(one).close_code() == 1001);
    CHECK(test::read_frame(two).close_code() == 1001);
    CHECK(idle.read_all().empty());
    CHECK_FALSE(raw_client(server->port()).is_connected());
    CHECK(server->is_draining());
}

TEST_SUITE_END();
