#include <doctest/doctest.h>

#include <atomic>
#include <future>

#include "caller.hpp"
#include "own_certificate.hpp"
#include "socket_peer.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using test::caller;
using test::going_to;

namespace {

// Longer than any of these takes: a test that would wait for ever fails.
constexpr auto too_long = 20s;

// What comes back for a word said over a socket; empty where none is opened.
std::string echo(caller& by, const std::string& url) {
    const auto line = by.wait(by.client.open_socket(url));
    const std::vector<std::string> word{"safe"};
    if (!line || !by.wait(line->send(word))) return {};
    if (by.wait(line->receive(too_long)) != net::arrival::message) return {};
    return std::string(line->message());
}

} // namespace

TEST_SUITE_BEGIN("net.client_socket");

TEST_CASE("a socket whose peer answers nothing any more, not even a ping, is closed") {
    std::promise<void> over;
    const test::plain_socket_peer mute([&](auto&) { over.get_future().wait(); });
    auto options = going_to("ws://" + mute.address());
    options.socket_silence = 200ms;
    caller c(options);
    const auto line = c.wait(c.client.open_socket("ws://" + mute.address() + "/"));
    CHECK(line != nullptr);

    if (line) CHECK(c.wait(line->receive(too_long)) == net::arrival::closed);
    over.set_value();
}

TEST_CASE("a quiet peer is asked whether it is there, and kept as long as it answers") {
    std::atomic<int> asked{0};
    {
        const test::plain_socket_peer quiet([&](auto& peer) {
            peer.control_callback([&](auto kind, auto) {
                if (kind == boost::beast::websocket::frame_type::ping) ++asked;
            });
            boost::beast::flat_buffer nothing;
            peer.read(nothing);
        });
        auto options = going_to("ws://" + quiet.address());
        options.socket_silence = 1s;
        caller c(options);
        const auto line = c.wait(c.client.open_socket("ws://" + quiet.address() + "/"));
        CHECK(line != nullptr);

        if (line) CHECK(c.wait(line->receive(1500ms)) == net::arrival::late);
    }
    CHECK(asked > 0);
}

TEST_CASE(
    "over TLS a socket is opened to who has a certificate of a known authority, and no other") {
    const test::own_certificate own, other;
    const auto said_by = [&](const std::string& host, const std::string& authority) {
        const test::secure_socket_peer peer(own.files, [](auto& to) { test::echo_once(to); });
        const auto address = "wss://" + host + peer.address().substr(peer.address().find(':'));
        auto options = going_to(address);
        options.ca_file = authority;
        caller c(options);
        return echo(c, address + "/");
    };

    CHECK(said_by("127.0.0.1", own.files.certificate) == "safe");
    CHECK(said_by("localhost", own.files.certificate) == "safe");
    CHECK(said_by("127.0.0.1", other.files.certificate).empty());
    CHECK(said_by("127.0.0.1", {}).empty());
}

TEST_SUITE_END();
