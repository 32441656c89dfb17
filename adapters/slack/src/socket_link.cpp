#include "socket_link.hpp"

namespace gaitkeeper::slack {
namespace {

constexpr std::chrono::seconds hello_time{10};

instant now() {
    return std::chrono::steady_clock::now();
}

} // namespace

socket_link::socket_link(boost::asio::io_context& on, net::client& client, spawner spawn,
                         std::string base, std::string token, socket_mode session)
    : client_(client),
      spawn_(std::move(spawn)),
      base_(std::move(base)),
      token_(std::move(token)),
      session_(std::move(session)),
      clock_(on) {}

void socket_link::stop() {
    is_stopped_ = true;
    clock_.cancel();
    for (auto& [number, one] : open_)
        spawn_(leave(one.socket));
}

void socket_link::perform(std::vector<socket_step> steps) {
    if (is_stopped_) return;
    for (auto& step : steps) {
        if (std::holds_alternative<ask_address>(step)) {
            spawn_(ask());
        } else if (auto* opens = std::get_if<open_socket>(&step)) {
            spawn_(hold(opens->socket, std::move(opens->url)));
        } else if (auto* sends = std::get_if<send_text>(&step)) {
            open_[sends->socket].unsent.push_back(std::move(sends->text));
        } else if (auto* leaves = std::get_if<leave_socket>(&step)) {
            if (const auto at = open_.find(leaves->socket); at != open_.end())
                spawn_(leave(at->second.socket));
        }
    }
    wait();
}

void socket_link::wait() {
    const auto when = session_.wake();
    if (when == instant::max()) return;
    clock_.expires_at(when);
    clock_.async_wait([this](boost::system::error_code failed) {
        if (!failed) perform(session_.on_time(now()));
    });
}

net::task<void> socket_link::ask() {
    net::outgoing_request what;
    what.url = base_ + "apps.connections.open";
    what.fields.emplace_back("Authorization", "Bearer " + token_);
    what.fields.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    const auto got = co_await client_.send(std::move(what));
    perform(session_.on_address(got, now()));
}

net::task<void> socket_link::hold(std::uint64_t number, std::string url) {
    const std::shared_ptr<net::socket> one = co_await client_.open_socket(std::move(url));
    if (one && !is_stopped_) {
        open_[number].socket = one;
        std::chrono::milliseconds patience = hello_time;
        while (co_await one->receive(patience) == net::arrival::message && !is_stopped_) {
            patience = patience.zero();
            perform(session_.on_text(number, one->message(), now()));
            const auto texts = std::exchange(open_[number].unsent, {});
            const bool is_there = co_await one->send(texts);
            if (!is_there) break;
        }
        open_.erase(number);
    }
    perform(session_.on_closed(number, now()));
}

net::task<void> socket_link::leave(std::shared_ptr<net::socket> one) {
    co_await one->close(net::close_code::normal);
}

} // namespace gaitkeeper::slack
