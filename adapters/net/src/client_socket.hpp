#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "dial.hpp"

namespace gaitkeeper::net {

/// Our end of a WebSocket that we opened. Beast masks, answers pings and finds half-open peers.
template <class Stream>
class client_socket final : public socket, public breakable {
public:
    explicit client_socket(dial_tone tone)
        : tone_(tone), ws_(make_stream(tone, std::type_identity<Stream>{})) {}

    task<bool> open(const web_address& to) {
        auto& stream = ws_.next_layer();
        if (!co_await dial(tone_, stream, to)) co_return false;
        beast::get_lowest_layer(ws_).expires_never();
        ws_.set_option({tone_.options.connect_time, tone_.options.socket_silence, true});
        ws_.read_message_max(tone_.options.message_bytes);
        ws_.auto_fragment(false);
        ws_.text(true);
        const auto [failed] = co_await ws_.async_handshake(host_field(to), to.target, as_value);
        co_return !failed;
    }

    task<arrival> receive(std::chrono::milliseconds at_most) override {
        buffer_.clear();
        const bool is_timed = at_most != at_most.zero();
        const auto until = steady::now() + at_most;
        if (is_timed) beast::get_lowest_layer(ws_).expires_at(until);
        const auto [failed, size] = co_await ws_.async_read(buffer_, as_value);
        if (is_timed && !failed) beast::get_lowest_layer(ws_).expires_never();
        // A peer that answers no ping ends the read alike, but sooner.
        if (is_timed && failed == beast::error::timeout && steady::now() >= until)
            co_return arrival::late;
        if (failed) co_return arrival::closed;
        if (ws_.got_text()) co_return arrival::message;
        co_await close(close_code::not_text);
        co_return arrival::closed;
    }

    std::string_view message() const override {
        const auto bytes = buffer_.data();
        return {static_cast<const char*>(bytes.data()), bytes.size()};
    }

    task<bool> send(std::span<const std::string> messages) override {
        for (const auto& one : messages) {
            const auto [failed, size] = co_await ws_.async_write(asio::buffer(one), as_value);
            if (failed) co_return false;
        }
        co_return true;
    }

    task<void> close(close_code code) override {
        const beast::websocket::close_reason reason(static_cast<std::uint16_t>(code));
        static_cast<void>(co_await ws_.async_close(reason, as_value));
    }

    void abort() override { beast::get_lowest_layer(ws_).close(); }

private:
    dial_tone tone_;
    beast::websocket::stream<Stream, false> ws_;
    beast::flat_buffer buffer_{tone_.options.message_bytes};
};

} // namespace gaitkeeper::net
