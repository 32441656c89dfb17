#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/intrusive/list.hpp>

#include "gaitkeeper/net/address.hpp"
#include "gaitkeeper/net/http.hpp"
#include "gaitkeeper/net/options.hpp"
#include "gate.hpp"

namespace gaitkeeper::net {

namespace asio = boost::asio;

using steady = std::chrono::steady_clock;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, executor>;
using timer = asio::basic_waitable_timer<steady, asio::wait_traits<steady>, executor>;

/// The completion token of every wait here: error codes come back as values.
inline constexpr auto as_value = asio::as_tuple(asio::use_awaitable_t<executor>{});

/// What all loops of a server share. Only atomics change once it serves.
struct common {
    explicit common(server_options given) : options(std::move(given)), entrance(options.limits) {}

    server_options options;
    std::vector<route> routes;
    std::vector<network> trusted, proxies; ///< `proxies` speak the PROXY protocol
    std::optional<asio::ssl::context> tls;
    gate entrance;
    std::atomic<bool> draining{false};
    std::atomic<std::uint64_t> sockets{0}, accepted{0}, requests{0};
    std::array<std::atomic<std::uint64_t>, 600> refusals{}; ///< by status

    void count_refusal(unsigned status) {
        refusals[status].fetch_add(1, std::memory_order_relaxed);
    }
};

/// An open connection as its loop sees it. One deadline at a time, watched by the loop's sweep: a
/// timer per connection would cost more memory and more work than all deadlines together.
class connection : public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    virtual ~connection() = default;

    virtual void expire() = 0; ///< the deadline has passed
    virtual void drain() = 0;  ///< the server stops: come to an end
    virtual void abort() = 0;  ///< drop TCP now

    steady::time_point deadline = steady::time_point::max();

    void expect_within(std::chrono::milliseconds time) { deadline = steady::now() + time; }
    void expect_nothing() { deadline = steady::time_point::max(); }
};

/// One thread's event loop and the connections that live on it.
struct loop {
    asio::io_context io{1};
    boost::intrusive::list<connection, boost::intrusive::constant_time_size<false>> open;

    /// Watches the deadlines until the server drains, then ends the connections and with them
    /// itself.
    task<void> sweep(common& shared);
};

/// Serves a connection until its end; never throws.
void serve(common& shared, loop& on, tcp_socket peer);
void serve_tls(common& shared, loop& on, tcp_socket peer, const address& from);

} // namespace gaitkeeper::net
