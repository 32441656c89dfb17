#pragma once

#include <map>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "gaitkeeper/slack/socket_mode.hpp"

namespace gaitkeeper::slack {

/// Carries out what `socket_mode` says; on one loop's thread.
class socket_link {
public:
    /// How a coroutine is started: whoever stops the loop knows which are under way.
    using spawner = std::function<void(net::task<void>)>;

    socket_link(boost::asio::io_context& on, net::client& client, spawner spawn, std::string base,
                std::string token, socket_mode session);

    void start() { perform(session_.start()); }

    /// Says goodbye on every socket and opens no more.
    void stop();

private:
    struct peer {
        std::shared_ptr<net::socket> socket;
        std::vector<std::string> unsent;
    };

    void perform(std::vector<socket_step> steps);
    void wait();
    net::task<void> ask();
    net::task<void> hold(std::uint64_t number, std::string url);
    static net::task<void> leave(std::shared_ptr<net::socket> one);

    net::client& client_;
    spawner spawn_;
    std::string base_, token_;
    socket_mode session_;
    boost::asio::steady_timer clock_;
    std::map<std::uint64_t, peer> open_;
    bool is_stopped_ = false;
};

} // namespace gaitkeeper::slack
