// The bare transport with an echo on it: the benchmark's own route, not the product's.
//   web_echo ORIGIN
#include <iostream>

#include "gaitkeeper/net/server.hpp"
#include "gaitkeeper/net/socket.hpp"

namespace {

namespace net = gaitkeeper::net;

net::task<void> echo(std::string, net::socket& peer) {
    std::vector<std::string> back(1);
    while (true) {
        const auto came = co_await peer.receive();
        if (came != net::arrival::message) co_return;
        back[0] = peer.message();
        const bool is_sent = co_await peer.send(back);
        if (!is_sent) co_return;
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    net::server_options options;
    options.port = 0;
    options.limits.connections_per_address = options.limits.connections = 20'000;
    options.limits.socket_bytes_per_second = options.limits.socket_bytes_burst = 1'000'000'000;
    net::server server(
        options, {{"GET", "/chat", net::socket_endpoint{{"gaitkeeper.v1"}, {argv[1]}, echo}}});
    std::cout << "listening on " << server.port() << std::endl;
    server.run();
}
