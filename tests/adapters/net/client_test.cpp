#include <doctest/doctest.h>

#include <atomic>

#include "caller.hpp"
#include "own_certificate.hpp"
#include "running_server.hpp"
#include "scripted_peer.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using test::caller;
using test::going_to;

namespace {

std::string origin_of(test::running_server& server, const std::string& scheme = "http") {
    return scheme + "://127.0.0.1:" + std::to_string(server->port());
}

std::vector<net::route> echo() {
    return {{"POST", "/echo", net::at_once([](const net::request& asked) {
                 return net::response{200, "text/plain", std::string(asked.body), {}};
             })}};
}

} // namespace

TEST_SUITE_BEGIN("net.client");

TEST_CASE("requests to one host share a connection, and a lost one is opened anew") {
    auto server = std::make_unique<test::running_server>(net::server_options{}, echo());
    const auto port = (*server)->port();
    caller c(going_to(origin_of(*server)));
    for (const auto* text : {"one", "two", "three"}) {
        const auto got = c.post(origin_of(*server) + "/echo", text);
        CHECK(got.how == net::delivery::answered);
        CHECK(got.answer.body == text);
    }
    CHECK((*server)->seen().accepted == 1);

    server.reset();
    net::server_options same;
    same.port = port;
    net::server again(same, echo());
    std::jthread serving([&] { again.run(); });
    const auto got = c.post("http://127.0.0.1:" + std::to_string(port) + "/echo", "four");
    again.stop();
    CHECK(got.how == net::delivery::answered);
    CHECK(got.answer.body == "four");
}

TEST_CASE("over TLS only who has a certificate of a known authority and that name is asked") {
    const test::own_certificate own, other;
    net::server_options options;
    options.tls = own.files;
    test::running_server server(options, echo());
    const auto port = ":" + std::to_string(server->port());
    auto trusting = going_to("https://127.0.0.1" + port);
    trusting.allowed.push_back("https://localhost" + port);
    trusting.allowed.push_back("https://127.0.0.2" + port);
    trusting.ca_file = own.files.certificate;
    caller c(trusting);

    CHECK(c.post("https://127.0.0.1" + port + "/echo", "safe").answer.body == "safe");
    CHECK(c.post("https://localhost" + port + "/echo", "safe").answer.body == "safe");
    CHECK(c.post("https://127.0.0.2" + port + "/echo").how == net::delivery::never_sent);

    auto wary = trusting;
    wary.ca_file = other.files.certificate;
    CHECK(caller(wary).post("https://127.0.0.1" + port + "/echo").how == net::delivery::never_sent);
    wary.ca_file.clear(); // the system's store does not know it either
    CHECK(caller(wary).post("https://127.0.0.1" + port + "/echo").how == net::delivery::never_sent);
    wary.ca_file = "/nonexistent";
    CHECK_THROWS_AS(caller{wary}, std::runtime_error);
}

TEST_CASE("nothing but what is allowed is asked") {
    test::running_server server({}, echo());
    caller c(going_to("https://slack.com"));
    CHECK(c.post(origin_of(server) + "/echo").how == net::delivery::refused);
    CHECK(c.post("no address").how == net::delivery::refused);
    CHECK(server->seen().accepted == 0);

    caller allowed(going_to(origin_of(server)));
    net::outgoing_request split;
    split.url = origin_of(server) + "/echo";
    split.fields = {{"Authorization", "Bearer x\r\nX-Other: y"}};
    CHECK(allowed.wait(allowed.client.send(split)).how == net::delivery::refused);
}

TEST_CASE("whether a request may have arrived is told apart") {
    const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    test::scripted_peer peer(
        {"", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", "no HTTP at all\r\n\r\n",
         "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'), whole,
         "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"});
    auto options = going_to(peer.origin());
    options.body_bytes = 999;
    caller c(options);
    for (int cut = 0; cut < 4; ++cut)
        CHECK(c.post(peer.origin() + "/").how == net::delivery::lost);
    CHECK(c.post(peer.origin() + "/").answer.body == "ok");
    CHECK(c.post(peer.origin() + "/").answer.status == 302); // not followed

    caller nobody(going_to("http://127.0.0.1:1"));
    CHECK(nobody.post("http://127.0.0.1:1/").how == net::delivery::never_sent);
}

TEST_CASE("who does not answer in time is left") {
    boost::asio::io_context io;
    const boost::asio::ip::tcp::acceptor mute(io, {boost::asio::ip::address_v4::loopback(), 0});
    const auto origin = "http://127.0.0.1:" + std::to_string(mute.local_endpoint().port());
    auto options = going_to(origin);
    options.answer_time = 50ms;
    caller c(options);
    CHECK(c.post(origin + "/").how == net::delivery::lost);
}

TEST_CASE("where no socket is, none is opened") {
    test::running_server server({}, echo());
    const auto origin = origin_of(server, "ws");
    caller c(going_to(origin));
    CHECK(c.wait(c.client.open_socket(origin + "/echo")) == nullptr);
    CHECK(c.wait(c.client.open_socket("wss://elsewhere.example/")) == nullptr);
}

TEST_CASE("stopped, what is under way ends and nothing more begins") {
    boost::asio::io_context mute_io;
    const boost::asio::ip::tcp::acceptor mute(mute_io,
                                              {boost::asio::ip::address_v4::loopback(), 0});
    const auto origin = "http://127.0.0.1:" + std::to_string(mute.local_endpoint().port());
    caller c(going_to(origin));
    boost::asio::post(c.io, [&] { c.client.stop(); });
    CHECK(c.post(origin + "/").how != net::delivery::answered);
    CHECK(c.post(origin + "/").how == net::delivery::never_sent);
}

TEST_SUITE_END();
