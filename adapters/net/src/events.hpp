#pragma once

#include <memory>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>

#include "gaitkeeper/net/socket.hpp"
#include "loop.hpp"

namespace gaitkeeper::net {

/// What wakes a waiting stream; shared with wakers that may outlive the stream.
class alarm_clock : public std::enable_shared_from_this<alarm_clock> {
public:
    explicit alarm_clock(const executor& home) : timer_(home) {}

    task<awoken> wait(std::chrono::milliseconds at_most) {
        if (!is_called_ && !is_stopping_) {
            timer_.expires_after(at_most);
            co_await timer_.async_wait(as_value);
        }
        if (is_stopping_) co_return awoken::stopping;
        co_return std::exchange(is_called_, false) ? awoken::called : awoken::time;
    }

    void call() {
        is_called_ = true;
        timer_.cancel();
    }
    void stop() {
        is_stopping_ = true;
        timer_.cancel();
    }

    std::function<void()> waker() {
        return [weak = this->weak_from_this(), home = timer_.get_executor()] {
            asio::post(home, [weak] {
                if (const auto self = weak.lock()) self->call();
            });
        };
    }

private:
    timer timer_;
    bool is_called_ = false, is_stopping_ = false;
};

/// A chunked body on a stream that `owner` keeps open and whose deadlines it watches.
template <class Stream>
class chunked_events final : public event_stream {
public:
    chunked_events(Stream& to, connection& owner, std::shared_ptr<alarm_clock> clock,
                   std::chrono::milliseconds patience)
        : to_(to), owner_(owner), clock_(std::move(clock)), patience_(patience) {}

    task<bool> send(std::string_view bytes) override {
        owner_.expect_within(patience_);
        const auto chunk = boost::beast::http::make_chunk(asio::buffer(bytes));
        const auto [failed, size] = co_await asio::async_write(to_, chunk, as_value);
        owner_.expect_nothing();
        co_return !failed;
    }

    task<awoken> wait(std::chrono::milliseconds at_most) override { return clock_->wait(at_most); }

    std::function<void()> waker() override { return clock_->waker(); }

private:
    Stream& to_;
    connection& owner_;
    std::shared_ptr<alarm_clock> clock_;
    std::chrono::milliseconds patience_;
};

} // namespace gaitkeeper::net
