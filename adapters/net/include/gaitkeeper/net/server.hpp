#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gaitkeeper/net/http.hpp"
#include "gaitkeeper/net/options.hpp"

namespace gaitkeeper::net {

/// What a server has seen so far; counts only.
struct figures {
    std::uint64_t connections = 0; ///< open now
    std::uint64_t sockets = 0;     ///< open now
    std::uint64_t accepted = 0;
    std::uint64_t requests = 0;
    std::vector<std::pair<unsigned, std::uint64_t>>
        refusals; ///< by HTTP status, ascending, only what occurred
};

/// HTTP/1.1 and WebSocket on one port. Listening begins with construction, serving with `run`.
/// `stop`, `port`, `is_draining` and `seen` may be called from any thread.
class server {
public:
    /// Throws std::runtime_error when it cannot listen or the certificate is not usable.
    server(server_options options, std::vector<route> routes);

    /// Adds routes that could not be told before the port was; before `run`.
    void mount(std::vector<route> more);

    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Serves until stopped and drained; on `threads` threads of its own.
    void run();

    /// Accepts no more, finishes what is in hand, closes sockets with 1001; `run` returns when all
    /// are gone or `drain_time` has passed.
    void stop();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] bool is_draining() const;
    [[nodiscard]] figures seen() const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace gaitkeeper::net
