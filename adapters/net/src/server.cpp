#include "gaitkeeper/net/server.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "loop.hpp"
#include "tls.hpp"

namespace gaitkeeper::net {
namespace {

using acceptor = asio::basic_socket_acceptor<asio::ip::tcp, executor>;

std::vector<network> parse_networks(const std::string& option,
                                    const std::vector<std::string>& texts) {
    std::vector<network> made;
    for (const auto& text : texts) {
        const auto one = network::parse(text);
        if (!one)
            throw std::runtime_error(option + ": '" + text + "' is no address and no network");
        made.push_back(*one);
    }
    return made;
}

} // namespace

struct server::parts {
    parts(server_options options, std::vector<route> given)
        : shared(std::move(options)),
          loops(std::max<std::size_t>(1, shared.options.threads)),
          door(loops.front().io) {
        shared.routes = std::move(given);
        auto& most = shared.options.limits; // a buffer is as large as a header may be
        most.read_ahead_bytes = std::clamp<std::size_t>(
            most.read_ahead_bytes, 1, std::max<std::size_t>(1, most.header_bytes));
        shared.trusted = parse_networks("trusted_proxies", shared.options.trusted_proxies);
        shared.proxies = parse_networks("proxy_protocol", shared.options.proxy_protocol);
        if (!shared.options.tls.certificate.empty() || !shared.options.tls.key.empty())
            shared.tls.emplace(make_tls(shared.options.tls));
        listen();
    }

    void listen() {
        const auto host = parse_address(shared.options.host);
        if (!host)
            throw std::runtime_error("'" + shared.options.host + "' is no address to listen on");
        const asio::ip::tcp::endpoint at(*host, shared.options.port);
        try {
            door.open(at.protocol());
            door.set_option(asio::socket_base::reuse_address(true));
            door.bind(at);
            door.listen();
        } catch (const boost::system::system_error& e) {
            throw std::runtime_error("cannot listen on " + shared.options.host + ':' +
                                     std::to_string(shared.options.port) + ": " +
                                     e.code().message());
        }
        port = door.local_endpoint().port();
    }

    task<void> accept() {
        constexpr std::chrono::milliseconds breath{100};
        for (std::size_t turn = 0; door.is_open(); ++turn) {
            auto& to = loops[turn % loops.size()];
            tcp_socket peer(to.io);
            const auto [failed] = co_await door.async_accept(peer, as_value);
            if (!failed) {
                ++shared.accepted;
                asio::post(to.io, [this, &to, peer = std::move(peer)]() mutable {
                    serve(shared, to, std::move(peer));
                });
            } else if (failed != asio::error::operation_aborted) {
                // Out of descriptors, most likely: those who wait in the backlog wait a little
                // longer.
                timer pause(loops.front().io);
                pause.expires_after(breath);
                co_await pause.async_wait(as_value);
            }
        }
    }

    common shared;
    std::vector<loop> loops;
    acceptor door;
    std::uint16_t port = 0;
};

server::server(server_options options, std::vector<route> routes)
    : parts_(std::make_unique<parts>(std::move(options), std::move(routes))) {}

server::~server() = default;

void server::mount(std::vector<route> more) {
    auto& routes = parts_->shared.routes;
    std::ranges::move(more, std::back_inserter(routes));
}

void server::run() {
    auto& p = *parts_;
    asio::co_spawn(p.loops.front().io, p.accept(), asio::detached);
    std::vector<std::jthread> threads;
    for (auto& one : p.loops) {
        asio::co_spawn(one.io, one.sweep(p.shared), asio::detached);
        threads.emplace_back([&one] { one.io.run(); });
    }
}

void server::stop() {
    parts_->shared.draining = true;
    asio::post(parts_->loops.front().io, [p = parts_.get()] {
        boost::system::error_code ignored;
        p->door.close(ignored);
    });
}

std::uint16_t server::port() const {
    return parts_->port;
}

bool server::is_draining() const {
    return parts_->shared.draining;
}

figures server::seen() const {
    const auto& shared = parts_->shared;
    figures made{shared.entrance.open(), shared.sockets, shared.accepted, shared.requests, {}};
    for (unsigned status = 0; status < shared.refusals.size(); ++status) {
        if (const auto count = shared.refusals[status].load(); count > 0)
            made.refusals.emplace_back(status, count);
    }
    return made;
}

} // namespace gaitkeeper::net
