#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "dial.hpp"
#include "exchange.hpp"

namespace gaitkeeper::net {

/// A connection for requests, one at a time.
class line : public breakable {
public:
    [[nodiscard]] virtual task<bool> open(const web_address& to) = 0;
    [[nodiscard]] virtual task<sent> ask(const raw_request& what) = 0;

    /// Whether another request may go over it: both sides keep it, and nothing unasked has come.
    [[nodiscard]] virtual bool is_kept() = 0;

    steady::time_point idle_since{};
};

template <class Stream>
class stream_line final : public line {
public:
    explicit stream_line(dial_tone tone)
        : tone_(tone), stream_(make_stream(tone, std::type_identity<Stream>{})) {}

    task<bool> open(const web_address& to) override { return dial(tone_, stream_, to); }

    task<sent> ask(const raw_request& what) override {
        is_kept_ = false;
        beast::get_lowest_layer(stream_).expires_after(tone_.options.answer_time);
        const auto [unsent, size] = co_await beast::http::async_write(stream_, what, as_value);
        if (unsent) co_return sent{delivery::never_sent, {}};
        beast::http::response_parser<beast::http::string_body> parser;
        parser.header_limit(static_cast<std::uint32_t>(tone_.options.header_bytes));
        parser.body_limit(tone_.options.body_bytes);
        const auto [cut, read] =
            co_await beast::http::async_read(stream_, buffer_, parser, as_value);
        if (cut) co_return sent{delivery::lost, {}};
        is_kept_ = parser.keep_alive() && buffer_.size() == 0;
        co_return sent{delivery::answered, to_response(parser.release())};
    }

    bool is_kept() override {
        if (!is_kept_) return false;
        char unasked = 0;
        boost::system::error_code nothing;
        beast::get_lowest_layer(stream_).socket().receive(asio::buffer(&unasked, 1),
                                                          asio::socket_base::message_peek, nothing);
        return nothing == asio::error::would_block;
    }

    void abort() override { beast::get_lowest_layer(stream_).close(); }

private:
    static response to_response(raw_response raw) {
        response made{raw.result_int(), {}, std::move(raw.body()), {}};
        made.type = std::string(raw[beast::http::field::content_type]);
        for (const auto& field : raw)
            made.fields.emplace_back(std::string(field.name_string()), std::string(field.value()));
        return made;
    }

    dial_tone tone_;
    Stream stream_;
    beast::flat_buffer buffer_{tone_.options.header_bytes + tone_.options.body_bytes};
    bool is_kept_ = false;
};

} // namespace gaitkeeper::net
