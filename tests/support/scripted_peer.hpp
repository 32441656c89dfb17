#pragma once

#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace gaitkeeper::test {

/// A server that answers the first request of its nth connection with the nth text and hangs up:
/// everything that no proper server says.
class scripted_peer {
public:
    explicit scripted_peer(std::vector<std::string> answers)
        : door_(io_, {boost::asio::ip::address_v4::loopback(), 0}),
          thread_([this, answers = std::move(answers)] { serve(answers); }) {}

    [[nodiscard]] std::string origin() const {
        return "http://127.0.0.1:" + std::to_string(door_.local_endpoint().port());
    }

private:
    void serve(const std::vector<std::string>& answers) {
        for (const auto& text : answers) {
            boost::system::error_code ignored;
            boost::asio::ip::tcp::socket peer(io_);
            door_.accept(peer, ignored);
            std::string asked;
            boost::asio::read_until(peer, boost::asio::dynamic_buffer(asked), "\r\n\r\n", ignored);
            boost::asio::write(peer, boost::asio::buffer(text), ignored);
        }
    }

    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor door_;
    std::jthread thread_;
};

} // namespace gaitkeeper::test
