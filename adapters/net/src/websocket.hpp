#pragma once

#include <array>
#include <memory>
#include <optional>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "gaitkeeper/net/socket.hpp"
#include "metered.hpp"

namespace gaitkeeper::net {

namespace beast = boost::beast;

/// A WebSocket on Beast, deflate not compiled in. Reading, writing and closing may be under way at
/// once, each one at most once, which is what Beast allows; so a goodbye needs no queue.
template <class Stream>
class websocket final : public socket,
                        public connection,
                        public std::enable_shared_from_this<websocket<Stream>> {
public:
    websocket(Stream&& next, common& shared)
        : ws_(metered<Stream>(std::move(next), shared.options.limits)), shared_(shared) {
        ++shared_.sockets;
    }
    ~websocket() override { --shared_.sockets; }
    websocket(const websocket&) = delete;
    websocket& operator=(const websocket&) = delete;

    template <class Request>
    task<bool> accept(const Request& upgrade, std::string protocol) {
        namespace http = beast::http;
        ws_.set_option(
            beast::websocket::stream_base::decorator([&](beast::websocket::response_type& answer) {
                answer.set(http::field::sec_websocket_protocol, protocol);
                answer.set(http::field::cache_control, "no-store");
                answer.set("X-Content-Type-Options", "nosniff");
            }));
        this->expect_within(limits().send_time);
        const auto [failed] = co_await ws_.async_accept(upgrade, as_value);
        this->expect_nothing();
        if (failed) co_return false;
        configure();
        co_return true;
    }

    task<arrival> receive(std::chrono::milliseconds at_most) override {
        if (is_closing_) co_return arrival::closed;
        // While nothing comes, a connection holds the room of a short message.
        constexpr std::size_t little = 512, more = 4096;
        if (buffer_.capacity() > more) buffer_ = beast::flat_buffer(limits().frame_bytes);
        buffer_.clear();
        ws_.next_layer().begin_message();
        if (at_most != at_most.zero()) this->expect_within(at_most);
        boost::system::error_code ended;
        do {
            const auto [failed, size] = co_await ws_.async_read_some(
                buffer_, buffer_.size() == 0 ? little : more, as_value);
            ended = failed;
        } while (!ended && !ws_.is_message_done());
        if (!is_closing_) this->expect_nothing();
        if (is_late_) co_return arrival::late;
        if (ended) co_return arrival::closed;
        if (!ws_.got_text()) {
            co_await close(close_code::not_text);
            co_return arrival::closed;
        }
        co_return arrival::message;
    }

    std::string_view message() const override {
        const auto bytes = buffer_.data();
        return {static_cast<const char*>(bytes.data()), bytes.size()};
    }

    task<bool> send(std::span<const std::string> messages) override {
        std::size_t size = 0;
        for (const auto& one : messages)
            size += one.size();
        if (size > limits().unsent_bytes) start_close(close_code::try_later);
        if (is_closing_) co_return false;
        this->expect_within(limits().send_time);
        is_sending_ = true;
        boost::system::error_code ended;
        for (std::size_t i = 0; i < messages.size() && !ended; ++i) {
            ws_.next_layer().hold(i + 1 < messages.size());
            const auto [failed, written] =
                co_await ws_.async_write(asio::buffer(messages[i]), as_value);
            ended = failed;
        }
        is_sending_ = false;
        this->expect_nothing();
        if (goodbye_) start_close(*goodbye_);
        co_return !ended;
    }

    task<void> close(close_code code) override {
        if (is_closing_) co_return;
        is_closing_ = true;
        this->expect_within(limits().close_time);
        static_cast<void>(co_await ws_.async_close(reason(code), as_value));
    }

    void expire() override {
        if (is_closing_ || is_sending_) return abort();
        is_late_ = true;
        start_close(close_code::policy);
    }
    void drain() override { start_close(close_code::going_away); }
    void abort() override {
        boost::system::error_code ignored;
        beast::get_lowest_layer(ws_).close(ignored);
        ws_.next_layer().wake();
    }

private:
    using frame_type = beast::websocket::frame_type;

    [[nodiscard]] const net::limits& limits() const { return shared_.options.limits; }

    static beast::websocket::close_reason reason(close_code code) {
        return beast::websocket::close_reason(static_cast<std::uint16_t>(code));
    }

    void configure() {
        beast::websocket::stream_base::timeout patience{};
        patience.handshake_timeout = limits().close_time;
        patience.idle_timeout = limits().socket_idle;
        patience.keep_alive_pings = true;
        ws_.set_option(patience);
        ws_.set_option(
            beast::websocket::stream_base::decorator([](beast::websocket::response_type&) {}));
        ws_.read_message_max(limits().frame_bytes);
        ws_.auto_fragment(false);
        ws_.text(true);
        ws_.control_callback([this](frame_type kind, beast::string_view) { note_control(kind); });
        ws_.next_layer().on_partial = [this] {
            if (!is_closing_)
                this->deadline = std::min(this->deadline, steady::now() + limits().message_time);
        };
    }

    // Control frames complete no message, so Beast reads on past any number of them.
    void note_control(frame_type kind) {
        if (kind == frame_type::close) return;
        ws_.next_layer().begin_message();
        const auto now = steady::now();
        if (now - minute_ > std::chrono::minutes(1)) {
            minute_ = now;
            controls_ = {};
        }
        auto& count = controls_[kind == frame_type::ping ? 0 : 1];
        if (++count <= limits().control_frames_per_minute) return;
        // Not from inside Beast's read.
        asio::post(ws_.get_executor(),
                   [self = this->shared_from_this()] { self->start_close(close_code::policy); });
    }

    void start_close(close_code code) {
        if (is_closing_) return;
        if (is_sending_) { // an answer is not cut in two
            goodbye_ = code;
            return;
        }
        is_closing_ = true;
        this->expect_within(limits().close_time);
        ws_.async_close(reason(code),
                        [self = this->shared_from_this()](boost::system::error_code) {});
    }

    beast::websocket::stream<metered<Stream>, false> ws_;
    common& shared_;
    beast::flat_buffer buffer_{shared_.options.limits.frame_bytes};
    steady::time_point minute_{};
    std::array<std::uint32_t, 2> controls_{};
    std::optional<close_code> goodbye_; ///< that waits for the end of a send
    bool is_closing_ = false, is_late_ = false, is_sending_ = false;
};

} // namespace gaitkeeper::net
