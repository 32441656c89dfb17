#pragma once

#include <string>
#include <vector>

#include "gaitkeeper/net/socket.hpp"

namespace gaitkeeper::test {

/// A socket's endpoint that says what it hears.
inline net::task<void> echo(std::string, net::socket& peer) {
    while (co_await peer.receive() == net::arrival::message) {
        const std::vector<std::string> back{std::string(peer.message())};
        if (!co_await peer.send(back)) co_return;
    }
}

} // namespace gaitkeeper::test
