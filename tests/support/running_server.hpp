#pragma once

#include <thread>

#include "gaitkeeper/net/server.hpp"

namespace gaitkeeper::test {

/// A server on a free loopback port for as long as this lives.
class running_server {
public:
    running_server(net::server_options options, std::vector<net::route> routes)
        : server_(on_free_port(std::move(options)), std::move(routes)),
          thread_([this] { server_.run(); }) {}
    ~running_server() { server_.stop(); }
    running_server(const running_server&) = delete;
    running_server& operator=(const running_server&) = delete;

    net::server& operator*() { return server_; }
    net::server* operator->() { return &server_; }

    /// Stops it and waits until it has drained.
    void finish() {
        server_.stop();
        thread_.join();
    }

private:
    static net::server_options on_free_port(net::server_options options) {
        options.port = 0;
        return options;
    }

    net::server server_;
    std::jthread thread_;
};

} // namespace gaitkeeper::test
