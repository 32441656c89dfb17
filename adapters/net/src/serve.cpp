#include "start.hpp"

namespace gaitkeeper::net {

void serve(common& shared, loop& on, tcp_socket peer) {
    if (shared.draining.load(std::memory_order_relaxed)) return;
    boost::system::error_code failed;
    const auto from = peer.remote_endpoint(failed).address();
    if (failed) return;
    peer.set_option(asio::ip::tcp::no_delay(true), failed);
    if (shared.tls)
        serve_tls(shared, on, std::move(peer), from);
    else
        start(shared, on, std::move(peer), from);
}

} // namespace gaitkeeper::net
