#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gaitkeeper/net/log_sink.hpp"

namespace gaitkeeper::net {

/// What a server puts up with. Each default is the documented one.
struct limits {
    std::size_t header_bytes = 16 * 1024;         ///< then 431
    std::size_t header_fields = 64;               ///< then 431
    std::size_t body_bytes = 64 * 1024;           ///< then 413
    std::chrono::milliseconds header_time{5'000}; ///< the whole header, not a gap in it; then 408
    std::chrono::milliseconds body_time{10'000};  ///< the whole body; then 408
    std::chrono::milliseconds send_time{30'000};  ///< a peer that does not read is dropped
    std::chrono::milliseconds keep_alive_time{30'000};
    std::size_t keep_alive_requests = 100;
    /// Of requests that are sent before an answer so much is read at once, eight short ones; what
    /// is more waits in the kernel.
    std::size_t read_ahead_bytes = 2 * 1024;
    std::size_t connections = 10'000;                ///< in all; then 503
    std::size_t connections_per_address = 20;        ///< IPv6: a /64; then 429
    std::size_t frame_bytes = 16 * 1024;             ///< a socket's message; then 1009
    std::chrono::milliseconds message_time{10'000};  ///< a message is whole by then; else 1008
    std::chrono::milliseconds socket_idle{60'000};   ///< pings go out at half of it
    std::size_t control_frames_per_minute = 10;      ///< pings and unasked pongs; then 1008
    std::size_t socket_bytes_per_second = 16 * 1024; ///< of any frames; then read no faster
    std::size_t socket_bytes_burst = 64 * 1024;      ///< before that rate holds
    std::size_t unsent_bytes = 256 * 1024;           ///< that a socket has yet to take; then 1013
    std::chrono::milliseconds close_time{2'000}; ///< TCP is dropped when a close is not answered
};

struct tls_files {
    std::string certificate; ///< PEM chain; TLS is on when this and the key are given
    std::string key;
};

struct server_options {
    std::string host = "127.0.0.1"; ///< an address, not a name
    std::uint16_t port = 8080;      ///< 0 takes a free one
    std::size_t threads = 1;        ///< a loop each; a connection stays on its loop
    tls_files tls;
    std::vector<std::string>
        trusted_proxies; ///< addresses or networks ("10.0.0.0/8") whose forwarded headers count
    /// Addresses or networks whose connections begin with a PROXY header, version 1 or 2; without
    /// one they are dropped. Nobody else's is read.
    std::vector<std::string> proxy_protocol;
    std::chrono::milliseconds drain_time{10'000};
    net::limits limits;
    log_sink log;
};

} // namespace gaitkeeper::net
