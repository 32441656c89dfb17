// Clients whom a proxy introduces by the PROXY protocol.
#include <doctest/doctest.h>

#include <memory>

#include <openssl/ssl.h>

#include "gaitkeeper/net/address.hpp"
#include "gaitkeeper/net/socket.hpp"
#include "own_certificate.hpp"
#include "raw_client.hpp"
#include "running_server.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using test::raw_client;

namespace {

const std::string line = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n",
                  asking = "GET /who HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

// Says whether it is the client of `line` who asks.
std::vector<net::route> routes() {
    return {
        {"GET", "/who", net::at_once([](const net::request& asked) {
             const auto known = net::client_key(*net::parse_address("192.0.2.7"));
             return net::response{200, "text/plain", asked.client == known ? "you" : "another", {}};
         })}};
}

net::server_options behind_a_proxy() {
    net::server_options made;
    made.proxy_protocol = {"127.0.0.0/8"};
    made.limits.header_time = 300ms;
    return made;
}

std::string ask(std::uint16_t port, std::string_view bytes) {
    raw_client client(port);
    return client.send(bytes).half_close().read_all();
}

} // namespace

TEST_SUITE_BEGIN("net.proxy");

TEST_CASE("who is introduced by a configured proxy is the client") {
    test::running_server server(behind_a_proxy(), routes());
    CHECK(ask(server->port(), line + asking).ends_with("you"));
    CHECK(ask(server->port(), "PROXY UNKNOWN\r\n" + asking).ends_with("another"));
    raw_client slow(server->port());
    slow.send(line.substr(0, 20)).send(line.substr(20)).send(asking);
    CHECK(slow.read_all().ends_with("you"));
}

TEST_CASE(
    "a configured proxy that introduces nobody gets no answer, nor does one that never ends") {
    test::running_server server(behind_a_proxy(), routes());
    CHECK(ask(server->port(), asking).empty());
    raw_client silent(server->port());
    CHECK(silent.send("PROXY TCP4 192.").read_all().empty());
}

TEST_CASE("where no proxy is configured, such a header is no request and names nobody") {
    test::running_server server({}, routes());
    CHECK(ask(server->port(), line + asking).starts_with("HTTP/1.1 505"));
    auto other = behind_a_proxy();
    other.proxy_protocol = {"10.0.0.0/8"};
    test::running_server elsewhere(other, routes());
    CHECK(ask(elsewhere->port(), line + asking).starts_with("HTTP/1.1 505"));
}

TEST_CASE("the limit of connections counts the clients and not the proxy") {
    auto options = behind_a_proxy();
    options.limits.connections_per_address = 1;
    options.limits.header_time = 10s;
    test::running_server server(options, routes());
    const std::string open = "GET /who HTTP/1.1\r\nHost: x\r\n\r\n";
    raw_client first(server->port()), other(server->port());
    CHECK(first.send(line + open).read_until("you").ends_with("you"));
    CHECK(other.send("PROXY TCP4 192.0.2.8 198.51.100.1 4711 443\r\n" + open)
              .read_until("another")
              .ends_with("another"));
    CHECK(ask(server->port(), line + asking).starts_with("HTTP/1.1 429"));
}

TEST_CASE("a header may stand before TLS") {
    const test::own_certificate own;
    auto options = behind_a_proxy();
    options.limits.header_time = 10s;
    options.tls = own.files;
    test::running_server server(options, routes());
    const std::unique_ptr<SSL_CTX, test::released_by<SSL_CTX_free>> context(
        SSL_CTX_new(TLS_client_method()));
    const auto address = "127.0.0.1:" + std::to_string(server->port());
    std::unique_ptr<BIO, test::released_by<BIO_free_all>> wire(BIO_new_connect(address.c_str()));
    REQUIRE(BIO_do_connect(wire.get()) == 1);
    BIO_write(wire.get(), line.data(), static_cast<int>(line.size()));
    const std::unique_ptr<BIO, test::released_by<BIO_free_all>> safe(
        BIO_push(BIO_new_ssl(context.get(), 1), wire.release()));
    REQUIRE(BIO_do_handshake(safe.get()) == 1);
    BIO_write(safe.get(), asking.data(), static_cast<int>(asking.size()));
    std::string answer(4096, '\0');
    answer.resize(static_cast<std::size_t>(
        std::max(0, BIO_read(safe.get(), answer.data(), static_cast<int>(answer.size())))));
    CHECK(answer.ends_with("you"));
}

TEST_SUITE_END();
