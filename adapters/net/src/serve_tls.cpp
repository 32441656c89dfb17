#include "start.hpp"

namespace gaitkeeper::net {

void serve_tls(common& shared, loop& on, tcp_socket peer, const address& from) {
    start(shared, on, asio::ssl::stream<tcp_socket>(std::move(peer), *shared.tls), from);
}

} // namespace gaitkeeper::net
