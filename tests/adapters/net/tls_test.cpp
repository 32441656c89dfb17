#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "gaitkeeper/net/socket.hpp"
#include "own_certificate.hpp"
#include "raw_client.hpp"
#include "running_server.hpp"

using namespace gaitkeeper;

namespace {

// What comes back over TLS of one version; empty where there is no handshake.
std::string ask(std::uint16_t port, int version, const std::string& protocol,
                std::string_view request) {
    const std::unique_ptr<SSL_CTX, test::released_by<SSL_CTX_free>> context(
        SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0); // or this side would not even try what is old
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    if (!protocol.empty()) {
        const std::string wire = static_cast<char>(protocol.size()) + protocol;
        SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                                static_cast<unsigned>(wire.size()));
    }
    const std::unique_ptr<BIO, test::released_by<BIO_free_all>> line(
        BIO_new_ssl_connect(context.get()));
    BIO_set_conn_hostname(line.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
    if (BIO_do_connect(line.get()) != 1 || BIO_do_handshake(line.get()) != 1) return {};
    BIO_write(line.get(), request.data(), static_cast<int>(request.size()));
    std::string all(4096, '\0');
    const int size = BIO_read(line.get(), all.data(), static_cast<int>(all.size()));
    all.resize(static_cast<std::size_t>(std::max(size, 0)));
    return all;
}

net::task<void> leave(std::string, net::socket&) {
    co_return;
}

} // namespace

TEST_SUITE_BEGIN("net.tls");

TEST_CASE("TLS is 1.2 and 1.3, and speaks HTTP/1.1 and nothing else") {
    const test::own_certificate own;
    net::server_options options;
    options.tls = own.files;
    test::running_server server(
        options, {{"GET", "/", net::at_once([](const net::request&) {
                       return net::response{200, "text/plain", "safe", {}};
                   })},
                  {"GET", "/chat", net::socket_endpoint{{"v1"}, {"https://a"}, leave}}});
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    CHECK(ask(server->port(), TLS1_2_VERSION, "", request).ends_with("safe"));
    CHECK(ask(server->port(), TLS1_3_VERSION, "http/1.1", request).ends_with("safe"));
    CHECK(ask(server->port(), TLS1_1_VERSION, "", request).empty());
    CHECK(ask(server->port(), TLS1_3_VERSION, "h2", request).empty());
    CHECK(ask(server->port(), TLS1_3_VERSION, "", test::upgrade_request("/chat", "https://a", "v1"))
              .starts_with("HTTP/1.1 101"));
    CHECK(test::raw_client(server->port()).send(request).read_all().find("200 OK") ==
          std::string::npos); // not encrypted
}

TEST_CASE("a certificate that cannot be used stops the start") {
    const test::own_certificate own;
    net::server_options options;
    options.port = 0;
    options.tls = {own.files.certificate, "/nonexistent"};
    CHECK_THROWS_AS(net::server(options, {}), std::runtime_error);
    options.tls = {own.files.key, own.files.key};
    CHECK_THROWS_AS(net::server(options, {}), std::runtime_error);
}

TEST_SUITE_END();
