#pragma once

#include <memory>
#include <optional>

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "events.hpp"
#include "exchange.hpp"
#include "hear.hpp"
#include "websocket.hpp"

namespace gaitkeeper::net {

/// HTTP/1.1 on a plain or a TLS stream. Requests are read and answered one at a time and in order;
/// what a client sends ahead waits in the kernel's buffer, but for a few bytes, and not in ours.
template <class Stream>
class http_connection final : public connection,
                              public std::enable_shared_from_this<http_connection<Stream>> {
public:
    http_connection(Stream&& stream, common& shared, loop& home, const address& peer)
        : stream_(std::move(stream)), shared_(shared), home_(home), peer_(peer) {}

    /// Takes its place; the first request is refused with `refuse_with` unless that is 0.
    void admit(gate::place among_all, std::optional<gate::place> of_client, unsigned refuse_with) {
        place_.emplace(std::move(among_all));
        if (of_client) client_place_.emplace(std::move(*of_client));
        refuse_with_ = refuse_with;
    }

    task<void> run() {
        this->expect_within(limits().header_time);
        bool goes_on = true;
        if (is_among(shared_.proxies, peer_)) goes_on = co_await hear_proxy();
        if (goes_on) goes_on = co_await greet(stream_);
        while (goes_on) {
            goes_on = co_await one_request();
            ++served_;
        }
        if (!socket_) co_return;
        // Here and not where it was accepted: what read the request takes no memory any more, and a
        // coroutine less stands for as long as the socket does.
        bool is_broken = false;
        try {
            co_await endpoint_->run(std::move(client_), *socket_);
        } catch (const std::exception&) { // whose words may be a person's
            is_broken = true;
        }
        if (!is_broken) co_return;
        shared_.options.log.log(log_level::error, "a socket's endpoint failed");
        co_await socket_->close(close_code::internal);
    }

    void expire() override {
        is_late_ = true;
        // What is read late gets an answer; what is written has had its time.
        if (phase_ != phase::reading) return abort();
        boost::system::error_code ignored;
        beast::get_lowest_layer(stream_).cancel(ignored);
    }
    void drain() override {
        if (phase_ == phase::idle)
            abort();
        else if (clock_)
            clock_->stop();
    }
    void abort() override {
        if (clock_) clock_->stop();
        boost::system::error_code ignored;
        beast::get_lowest_layer(stream_).close(ignored);
    }

private:
    using parser = beast::http::request_parser<beast::http::string_body>;
    enum class phase : std::uint8_t { idle, reading, answering };

    [[nodiscard]] const net::limits& limits() const { return shared_.options.limits; }
    [[nodiscard]] bool is_draining() const {
        return shared_.draining.load(std::memory_order_relaxed);
    }

    /// Reads whom the proxy introduces, who then stands in the proxy's place. Before TLS, which the
    /// proxy only passes on.
    task<bool> hear_proxy() {
        const auto header = co_await read_proxy_header(beast::get_lowest_layer(stream_), buffer_,
                                                       limits().read_ahead_bytes);
        if (header.what != proxy_header::kind::whole) co_return false;
        if (!header.client) co_return true;
        peer_ = *header.client;
        client_ = client_key(peer_);
        constexpr unsigned too_many = 429;
        if (!is_among(shared_.trusted, peer_) && take_client_place() && refuse_with_ == 0)
            refuse_with_ = too_many;
        co_return true;
    }

    task<bool> greet(tcp_socket&) { co_return true; }
    task<bool> greet(asio::ssl::stream<tcp_socket>& stream) {
        const auto [failed, size] = co_await stream.async_handshake(asio::ssl::stream_base::server,
                                                                    buffer_.data(), as_value);
        buffer_.consume(size);
        co_return !failed;
    }

    /// Reads and answers one; false when no other is to be read, also where it became a socket.
    task<bool> one_request() {
        if (!co_await first_byte()) co_return false;
        // Beast reads as much as there is room for, and a body may have made much of it.
        if (buffer_.capacity() > limits().read_ahead_bytes) buffer_.shrink_to_fit();
        phase_ = phase::reading;
        this->expect_within(limits().header_time);
        parser_ = std::make_unique<parser>();
        parser_->header_limit(static_cast<std::uint32_t>(limits().header_bytes));
        parser_->body_limit(boost::none); // known when the path is
        const auto [failed, size] =
            co_await beast::http::async_read_header(stream_, buffer_, *parser_, as_value);
        ++shared_.requests;
        if (failed) co_return co_await give_up(failed);
        if (refuse_with_ != 0) co_return co_await refuse(busy(refuse_with_));
        const auto refused = judge_header(parser_->get(), limits());
        if (refused) co_return co_await refuse(*refused);
        client_ = client_of(parser_->get(), peer_, shared_.trusted);
        if (is_upgrade(parser_->get())) co_return co_await upgrade();
        body_rule_ = find_body_rule(shared_.routes, parser_->get());
        if (!co_await read_body()) co_return false;
        co_return co_await answer();
    }

    task<bool> first_byte() {
        if (buffer_.size() > 0) co_return true;
        if (served_ > 0) {
            if (is_draining()) co_return false;
            this->expect_within(limits().keep_alive_time);
        }
        phase_ = phase::idle;
        const auto [failed, size] =
            co_await stream_.async_read_some(buffer_.prepare(limits().read_ahead_bytes), as_value);
        buffer_.commit(size);
        co_return !failed;
    }

    task<bool> read_body() {
        const auto most = body_rule_ != nullptr ? body_rule_->bytes : limits().body_bytes;
        if (parser_->content_length().value_or(0) > most)
            co_return co_await give_up(beast::http::error::body_limit);
        if (parser_->is_done()) co_return true;
        parser_->body_limit(most);
        this->expect_within(limits().body_time);
        if (beast::iequals(parser_->get()[beast::http::field::expect], "100-continue")) {
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto [unsent, sent] =
                co_await asio::async_write(stream_, asio::buffer(go_on), as_value);
            if (unsent) co_return false;
        }
        const auto [failed, size] =
            co_await beast::http::async_read(stream_, buffer_, *parser_, as_value);
        if (failed) co_return co_await give_up(failed);
        co_return true;
    }

    task<bool> answer() {
        const auto& raw = parser_->get();
        const auto asked = view_of(raw, client_);
        auto found = find_route(shared_.routes, asked);
        if (found.to == nullptr)
            co_return co_await write(std::move(found.refusal), raw.keep_alive());
        if (const auto* stream = std::get_if<stream_endpoint>(&found.to->endpoint))
            co_return co_await open_stream(asked, *stream);
        phase_ = phase::answering;
        this->expect_nothing();
        auto given = problem(500);
        try {
            given = co_await std::get<answerer>(found.to->endpoint)(asked);
        } catch (const std::exception&) { // whose words may be a person's
            shared_.options.log.log(log_level::error, "an endpoint failed");
        }
        co_return co_await write(std::move(given), raw.keep_alive());
    }

    task<bool> write(response answer, bool wants_more) {
        constexpr unsigned first_failure = 400;
        if (answer.status >= first_failure) shared_.count_refusal(answer.status);
        const bool keep =
            wants_more && !is_draining() && served_ + 1 < limits().keep_alive_requests;
        const auto& asked = parser_->get();
        const auto raw = to_raw(std::move(answer), &asked, keep ? after::keep : after::close);
        phase_ = phase::answering;
        this->expect_within(limits().send_time);
        beast::http::response_serializer<beast::http::string_body> serializer(raw);
        const bool head = asked.method() == beast::http::verb::head;
        if (head) {
            const auto [failed, size] =
                co_await beast::http::async_write_header(stream_, serializer, as_value);
            if (failed) co_return false;
        } else {
            const auto [failed, size] =
                co_await beast::http::async_write(stream_, serializer, as_value);
            if (failed) co_return false;
        }
        if (!keep) co_await linger();
        co_return keep;
    }

    task<bool> refuse(response with) { return write(std::move(with), false); }

    task<bool> give_up(boost::system::error_code failed) {
        constexpr unsigned timeout = 408;
        const auto status =
            is_late_ ? std::optional(timeout) : status_of(failed, first_line(buffer_));
        if (!status) co_return false;
        is_late_ = false;
        auto answer = problem(*status);
        constexpr unsigned too_large = 413;
        if (*status == too_large && body_rule_ != nullptr)
            answer.fields = body_rule_->refusal_fields;
        co_return co_await refuse(std::move(answer));
    }

    // A close with unread bytes resets the connection, and the answer may be lost with it.
    task<void> linger() {
        boost::system::error_code ignored;
        phase_ = phase::idle;
        this->expect_within(limits().close_time);
        beast::get_lowest_layer(stream_).shutdown(asio::socket_base::shutdown_send, ignored);
        std::array<char, 2048> waste;
        while (true) {
            const auto [failed, size] = co_await beast::get_lowest_layer(stream_).async_read_some(
                asio::buffer(waste), as_value);
            if (failed) co_return;
        }
    }

    // Behind a trusted proxy many clients share connections: their places are taken one by one.
    std::optional<response> take_client_place() {
        if (client_place_) return std::nullopt;
        auto place = shared_.entrance.enter(client_);
        constexpr unsigned too_many = 429;
        if (!place) return busy(too_many);
        client_place_.emplace(std::move(*place));
        return std::nullopt;
    }

    task<bool> upgrade() {
        const auto& raw = parser_->get();
        const auto* at = find_socket(shared_.routes, raw);
        constexpr unsigned not_found = 404, unavailable = 503;
        if (at == nullptr) co_return co_await refuse(problem(not_found));
        if (is_draining()) co_return co_await refuse(busy(unavailable));
        std::string protocol;
        auto refused = judge_upgrade(raw, *at, protocol);
        if (!refused) refused = take_client_place();
        if (refused) co_return co_await refuse(std::move(*refused));
        auto peer = std::make_shared<websocket<Stream>>(std::move(stream_), shared_);
        this->unlink();
        home_.open.push_back(*peer);
        const bool is_open = co_await peer->accept(raw, std::move(protocol));
        parser_.reset();
        buffer_ = beast::flat_buffer();
        if (!is_open) co_return false;
        socket_ = std::move(peer);
        endpoint_ = at;
        co_return false;
    }

    task<bool> open_stream(const request& asked, const stream_endpoint& at) {
        auto refused = at.refuse(asked);
        if (!refused) refused = take_client_place();
        if (refused) co_return co_await write(std::move(*refused), parser_->get().keep_alive());
        auto raw = to_raw(at.open(asked), &parser_->get(), after::close);
        raw.erase(beast::http::field::content_length);
        raw.chunked(true);
        phase_ = phase::answering;
        this->expect_within(limits().send_time);
        beast::http::response_serializer<beast::http::string_body> serializer(raw);
        const auto [failed, size] =
            co_await beast::http::async_write_header(stream_, serializer, as_value);
        if (failed) co_return false;
        this->expect_nothing();
        clock_ = std::make_shared<alarm_clock>(stream_.get_executor());
        if (is_draining()) clock_->stop();
        chunked_events<Stream> events(stream_, *this, clock_, limits().send_time);
        co_await at.run(asked, events);
        const auto last = beast::http::make_chunk_last();
        static_cast<void>(co_await asio::async_write(stream_, last, as_value));
        co_return false;
    }

    Stream stream_;
    common& shared_;
    loop& home_;
    address peer_;
    beast::flat_buffer buffer_{shared_.options.limits.header_bytes +
                               shared_.options.limits.body_bytes};
    std::unique_ptr<parser> parser_;
    std::shared_ptr<websocket<Stream>> socket_;
    const socket_endpoint* endpoint_ = nullptr;
    const body_rule* body_rule_ = nullptr; ///< of the request in hand, where its route has one
    std::string client_;
    std::optional<gate::place> place_, client_place_;
    std::shared_ptr<alarm_clock> clock_; ///< while a stream is open
    std::size_t served_ = 0;
    unsigned refuse_with_ = 0;
    phase phase_ = phase::idle;
    bool is_late_ = false;
};

} // namespace gaitkeeper::net
