#pragma once

#include <optional>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "gaitkeeper/net/client.hpp"

namespace gaitkeeper::test {

/// A client whose loop runs until what it was asked for is there.
struct caller {
    explicit caller(net::client_options options) : client(io, std::move(options)) {}

    template <class T>
    T wait(net::task<T> what) {
        std::optional<T> made;
        boost::asio::co_spawn(io, std::move(what), [&](std::exception_ptr failed, T got) {
            REQUIRE(!failed);
            made.emplace(std::move(got));
        });
        io.restart();
        while (!made && io.run_one() > 0) {
        }
        REQUIRE(made.has_value());
        return std::move(*made);
    }
    net::sent post(const std::string& url, std::string body = {}) {
        net::outgoing_request what;
        what.url = url;
        what.body = std::move(body);
        return wait(client.send(std::move(what)));
    }

    boost::asio::io_context io{1};
    net::client client;
};

inline net::client_options going_to(const std::string& origin) {
    net::client_options made;
    made.allowed = {origin};
    return made;
}

} // namespace gaitkeeper::test
