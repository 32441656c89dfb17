#pragma once

#include <boost/asio/co_spawn.hpp>

#include "connection.hpp"

namespace gaitkeeper::net {

// The parameter keeps the connection alive: a coroutine that is spawned owns what it uses.
template <class Connection>
task<void> run(std::shared_ptr<Connection> one) {
    co_await one->run();
}

/// Finds a place for a connection, or lets it in only to be refused, and serves it to its end.
template <class Stream>
void start(common& shared, loop& on, Stream&& stream, const address& peer) {
    auto place = shared.entrance.enter();
    if (!place) return;
    const bool behind_proxy = is_among(shared.trusted, peer) || is_among(shared.proxies, peer);
    auto of_client = behind_proxy ? std::nullopt : shared.entrance.enter(client_key(peer));
    constexpr unsigned too_many_from_one = 429, too_many = 503;
    unsigned refuse_with = 0;
    if (!behind_proxy && !of_client) refuse_with = too_many_from_one;
    if (shared.entrance.is_full()) refuse_with = too_many;
    auto one = std::make_shared<http_connection<Stream>>(std::move(stream), shared, on, peer);
    one->admit(std::move(*place), std::move(of_client), refuse_with);
    on.open.push_back(*one);
    asio::co_spawn(on.io.get_executor(), run(std::move(one)), [&shared](std::exception_ptr failed) {
        if (failed) shared.options.log.log(log_level::error, "a connection ended by an exception");
    });
}

} // namespace gaitkeeper::net
