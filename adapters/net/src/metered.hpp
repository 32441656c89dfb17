#pragma once

#include <memory>
#include <string>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "byte_budget.hpp"
#include "loop.hpp"

namespace gaitkeeper::net {

/// A read's handler that takes what was read out of a budget first.
template <class Handler>
struct spending {
    byte_budget* budget;
    Handler next;

    void operator()(boost::system::error_code failed, std::size_t size) {
        budget->spend(size);
        std::move(next)(failed, size);
    }
};

/// The stream under a WebSocket. It sees what Beast's message reads do not tell: bytes that arrive
/// without completing a message. It reads no faster than its budget allows, so frames that never
/// become a message cost no more than others. And it holds small writes back so that frames leave
/// together.
template <class Stream>
class metered {
public:
    using next_layer_type = Stream;
    using executor_type = executor;

    metered(Stream&& next, const limits& most)
        : next_(std::move(next)),
          budget_(most.socket_bytes_per_second, most.socket_bytes_burst, steady::now()) {}
    metered(metered&&) noexcept = default;

    Stream& next_layer() { return next_; }
    const Stream& next_layer() const { return next_; }
    executor_type get_executor() { return next_.get_executor(); }

    /// How often a read has begun since `begin_message`; from the second on, something has come.
    [[nodiscard]] std::size_t reads() const { return reads_; }
    void begin_message() { reads_ = 0; }

    /// While held, writes are kept; the next write afterwards takes them along.
    void hold(bool held) { holds_ = held; }

    /// A read that waits for its budget goes on at once, as it must when the stream was closed.
    void wake() {
        if (pause_) pause_->cancel();
    }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& into, Token&& token) {
        return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& to) { this->read(std::move(handler), to); }, token,
            into);
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
    void read(Handler handler, const Buffers& into) {
        ++reads_;
        if (reads_ == 2 && on_partial) on_partial();
        spending<Handler> then{&budget_, std::move(handler)};
        if (!budget_.is_spent()) return next_.async_read_some(into, std::move(then));
        const auto wait = budget_.refill(steady::now());
        if (wait == wait.zero()) return next_.async_read_some(into, std::move(then));
        if (!pause_) pause_ = std::make_unique<timer>(get_executor());
        pause_->expires_after(wait);
        const auto where = asio::get_associated_executor(then, get_executor());
        pause_->async_wait(asio::bind_executor(
            where, [this, into, then = std::move(then)](boost::system::error_code) mutable {
                next_.async_read_some(into, std::move(then));
            }));
    }

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
    byte_budget budget_;
    std::unique_ptr<timer> pause_; ///< once the budget has been spent
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

/// It runs and allocates where the handler behind it does.
template <template <class, class> class Associator, class Handler, class Default>
struct boost::asio::associator<Associator, gaitkeeper::net::spending<Handler>, Default>
    : Associator<Handler, Default> {
    static auto get(const gaitkeeper::net::spending<Handler>& of,
                    const Default& otherwise = Default()) noexcept {
        return Associator<Handler, Default>::get(of.next, otherwise);
    }
};
