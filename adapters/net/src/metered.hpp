#pragma once

#include <string>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "loop.hpp"

namespace gaitkeeper::net {

/// The stream under a WebSocket. It sees what Beast's message reads do not tell: bytes that arrive
/// without completing a message. And it holds small writes back so that frames leave together.
template <class Stream>
class metered {
public:
    using next_layer_type = Stream;
    using executor_type = executor;

    explicit metered(Stream&& next) : next_(std::move(next)) {}
    metered(metered&&) noexcept = default;

    Stream& next_layer() { return next_; }
    const Stream& next_layer() const { return next_; }
    executor_type get_executor() { return next_.get_executor(); }

    /// How often a read has begun since `begin_message`; from the second on, something has come.
    [[nodiscard]] std::size_t reads() const { return reads_; }
    void begin_message() { reads_ = 0; }

    /// While held, writes are kept; the next write afterwards takes them along.
    void hold(bool held) { holds_ = held; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& into, Token&& token) {
        ++reads_;
        if (reads_ == 2 && on_partial) on_partial();
        return next_.async_read_some(into, std::forward<Token>(token));
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& from, Token&& token) {
        return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& bytes) { this->write(std::move(handler), bytes); },
            token, from);
    }

    std::function<void()> on_partial;

private:
    template <class Handler, class Buffers>
    void write(Handler handler, const Buffers& bytes) {
        if (!holds_ && held_.empty()) return next_.async_write_some(bytes, std::move(handler));
        for (const auto part : boost::beast::buffers_range_ref(bytes))
            held_.append(static_cast<const char*>(part.data()), part.size());
        const auto size = boost::beast::buffer_bytes(bytes);
        const auto where = asio::get_associated_executor(handler, get_executor());
        if (holds_) {
            asio::post(asio::bind_executor(where, [handler = std::move(handler), size]() mutable {
                std::move(handler)(boost::system::error_code{}, size);
            }));
            return;
        }
        asio::async_write(
            next_, asio::buffer(held_),
            asio::bind_executor(where, [this, handler = std::move(handler), size](
                                           boost::system::error_code failed, std::size_t) mutable {
                held_ = {};
                std::move(handler)(failed, size);
            }));
    }

    Stream next_;
    std::string held_;
    std::size_t reads_ = 0;
    bool holds_ = false;
};

template <class Stream>
void teardown(boost::beast::role_type role, metered<Stream>& of,
              boost::system::error_code& failed) {
    using boost::beast::websocket::teardown;
    teardown(role, of.next_layer(), failed);
}

template <class Stream, class Handler>
void async_teardown(boost::beast::role_type role, metered<Stream>& of, Handler&& handler) {
    using boost::beast::websocket::async_teardown;
    async_teardown(role, of.next_layer(), std::forward<Handler>(handler));
}

} // namespace gaitkeeper::net
