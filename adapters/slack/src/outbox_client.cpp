#include "gaitkeeper/slack/outbox_client.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gaitkeeper/net/address.hpp"
#include "gaitkeeper/slack/locale_book.hpp"
#include "socket_link.hpp"

namespace gaitkeeper::slack {
namespace {

namespace asio = boost::asio;

instant now() {
    return std::chrono::steady_clock::now();
}

bool is_this_machine(const std::string& host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::string with_slash(std::string base) {
    return base.ends_with('/') ? base : base + '/';
}

// The vendor answers under one name, takes replies under "hooks." of it, and opens sockets below
// it.
std::vector<std::string> hosts_of(const std::string& base) {
    const auto at = net::web_address::parse(base).value();
    const auto host = at.host.find(':') == std::string::npos ? at.host : '[' + at.host + ']';
    const auto name = host + ':' + std::to_string(at.port);
    if (!at.is_secure()) return {"http://" + name, "ws://" + name};
    std::vector<std::string> made{"https://" + name, "wss://" + name};
    if (!net::parse_address(at.host)) {
        made.push_back("https://*." + name);
        made.push_back("wss://*." + name);
    }
    return made;
}

std::function<double()> dice() {
    return [engine = std::mt19937(std::random_device{}())]() mutable {
        return std::uniform_real_distribution(0.0, 1.0)(engine);
    };
}

outbox_client_options checked(outbox_client_options options) {
    if (!is_api_base(options.api_base))
        throw std::runtime_error("slack_api_base: '" + options.api_base + "' is no https address");
    options.api_base = with_slash(std::move(options.api_base));
    return options;
}

post_queue_options queue_options(const outbox_client_options& from) {
    post_queue_options made;
    made.base = from.api_base;
    made.random = dice();
    made.log = from.log;
    return made;
}

locale_book_options book_options(const outbox_client_options& from) {
    locale_book_options made;
    made.base = from.api_base;
    return made;
}

net::client_options client_options_of(const outbox_client_options& from) {
    net::client_options made;
    made.allowed = hosts_of(from.api_base);
    made.ca_file = from.ca_file;
    return made;
}

} // namespace

bool is_api_base(std::string_view text) {
    const auto at = net::web_address::parse(text);
    return at && at->target.find('?') == std::string::npos &&
           (at->scheme == "https" || (at->scheme == "http" && is_this_machine(at->host)));
}

// Queue and book are shared with who calls the outbox, under a lock; all else is the loop's own.
struct outbox_client::parts {
    parts(outbox_client_options given, installation_store& installations)
        : options(checked(std::move(given))),
          posts(queue_options(options), installations),
          book(book_options(options), installations),
          client(io, client_options_of(options)),
          clock(io),
          thread([this] { run(); }) {}

    /// Slack wants an acknowledgement within three seconds and waits for an answer as long as
    /// people do: where a core is short, this thread is the one that waits. On Linux a priority is
    /// a thread's.
    void run() {
        constexpr int later = 5;
        ::setpriority(PRIO_PROCESS, 0, later);
        io.run();
    }

    /// Ends in order: no more events, then what waits, then whatever is still under way.
    void finish() {
        asio::post(io, [this] {
            if (link) link->stop();
        });
        std::unique_lock lock(mutex);
        changed.wait_for(lock, options.drain_time, [this] { return posts.is_empty(); });
        lock.unlock();
        asio::post(io, [this] {
            is_stopping = true;
            clock.cancel();
            client.stop();
        });
        lock.lock();
        changed.wait(lock, [this] { return under_way == 0; });
        lock.unlock();
        io.stop();
        thread.join();
    }

    void spawn(net::task<void> what) {
        {
            const std::lock_guard lock(mutex);
            ++under_way;
        }
        asio::co_spawn(io, std::move(what), [this](std::exception_ptr failed) {
            if (failed)
                options.log.log(net::log_level::error, "slack: a call ended by an exception");
            const std::lock_guard lock(mutex);
            --under_way;
            changed.notify_all();
        });
    }

    /// Wakes the loop, once for all that has come since it last looked.
    void ring() {
        if (!is_rung.exchange(true)) asio::post(io, [this] { pump(); });
    }

    void pump() {
        is_rung = false;
        if (is_stopping) return;
        std::vector<net::task<void>> calls;
        std::unique_lock lock(mutex);
        while (auto one = posts.next(now()))
            calls.push_back(carry(posts, std::move(*one)));
        while (auto one = book.next(now()))
            calls.push_back(carry(book, std::move(*one)));
        const auto told = book.take_told(now());
        const auto wake = std::min(posts.wake(), book.wake());
        changed.notify_all();
        lock.unlock();
        for (auto& one : calls)
            spawn(std::move(one));
        for (const auto& one : told)
            one.then(one.locale);
        if (wake == instant::max()) return;
        clock.expires_at(wake);
        clock.async_wait([this](boost::system::error_code failed) {
            if (!failed) pump();
        });
    }

    template <class Machine>
    net::task<void> carry(Machine& of, api_request one) {
        const auto got = co_await client.send(std::move(one.what));
        {
            const std::lock_guard lock(mutex);
            of.finish(one.ticket, got, now());
        }
        pump();
    }

    outbox_client_options options;
    mutable std::mutex mutex;
    std::condition_variable changed;
    post_queue posts;
    locale_book book;
    std::size_t under_way = 0;
    std::atomic<bool> is_rung{false};

    asio::io_context io{1};
    asio::executor_work_guard<net::executor> work{io.get_executor()};
    net::client client;
    asio::steady_timer clock;
    std::unique_ptr<socket_link> link;
    bool is_stopping = false;
    std::thread thread;
};

outbox_client::outbox_client(outbox_client_options options, installation_store& installations)
    : parts_(std::make_unique<parts>(std::move(options), installations)) {}

outbox_client::~outbox_client() {
    parts_->finish();
}

void outbox_client::send(outgoing call) {
    {
        const std::lock_guard lock(parts_->mutex);
        parts_->posts.take(std::move(call), now());
    }
    parts_->ring();
}

std::optional<std::string> outbox_client::known_locale(const person& who) {
    const std::lock_guard lock(parts_->mutex);
    return parts_->book.known(who, now());
}

void outbox_client::find_locale(person who, std::function<void(std::string locale)> then) {
    constexpr std::size_t most_untold = 10'000;
    std::optional<std::string> at_once;
    {
        const std::lock_guard lock(parts_->mutex);
        if (parts_->book.untold() < most_untold)
            parts_->book.ask(who, std::move(then), now());
        else
            at_once = parts_->book.known(who, now()).value_or(std::string{});
    }
    // So far behind, the rest is the work of who asks: questions come no faster than answers.
    if (at_once) return then(std::move(*at_once));
    parts_->ring();
}

void outbox_client::connect(std::string app_token, socket_mode::answerer answer) {
    asio::post(parts_->io, [p = parts_.get(), token = std::move(app_token),
                            answer = std::move(answer)]() mutable {
        socket_mode_options options;
        options.random = dice();
        options.log = p->options.log;
        p->link = std::make_unique<socket_link>(
            p->io, p->client, [p](net::task<void> what) { p->spawn(std::move(what)); },
            p->options.api_base, std::move(token),
            socket_mode(std::move(options), std::move(answer)));
        p->link->start();
    });
}

post_figures outbox_client::seen() const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->posts.seen();
}

} // namespace gaitkeeper::slack
