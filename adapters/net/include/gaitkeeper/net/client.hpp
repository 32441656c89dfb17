#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gaitkeeper/net/http.hpp"
#include "gaitkeeper/net/log_sink.hpp"
#include "gaitkeeper/net/socket.hpp"

namespace gaitkeeper::net {

/// An absolute http, https, ws or wss address, in its parts.
struct web_address {
    std::string scheme; ///< in small letters
    std::string host;   ///< in small letters; an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::string target; ///< path and query, at least "/"

    /// Nothing for any other text: another scheme, a user's name, a space, a control character.
    [[nodiscard]] static std::optional<web_address> parse(std::string_view text);

    [[nodiscard]] bool is_secure() const { return scheme == "https" || scheme == "wss"; }
};

/// Whether one of `rules` lets us go there: "https://slack.com", "http://127.0.0.1:8080", or
/// "https://*.slack.com" for every name below it. Scheme, name and port count, each exactly.
[[nodiscard]] bool is_allowed(const web_address& to, const std::vector<std::string>& rules);

struct client_options {
    std::vector<std::string> allowed; ///< rules of `is_allowed`; nothing else is asked
    std::string ca_file;              ///< PEM, instead of the system's store; for tests
    std::chrono::milliseconds connect_time{5'000}; ///< name, TCP and TLS together
    std::chrono::milliseconds answer_time{10'000}; ///< from the first byte sent to the last read
    std::chrono::milliseconds idle_time{20'000};   ///< a connection is kept that long
    std::size_t idle_connections = 8;              ///< kept per host
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 256 * 1024;              ///< of an answer
    std::size_t message_bytes = 256 * 1024;           ///< of a socket
    std::chrono::milliseconds socket_silence{75'000}; ///< pings go out at half of it
};

/// A request to somebody else's server.
struct outgoing_request {
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
};

/// How far a request came; what decides whether it may be sent again.
enum class delivery : std::uint8_t {
    answered,   ///< the answer is whole
    never_sent, ///< no byte of it has left
    lost,       ///< it may have arrived, and no whole answer came back
    refused,    ///< not an address that is allowed; nothing was tried
};

struct sent {
    delivery how = delivery::never_sent;
    response answer; ///< where answered
};

/// HTTP/1.1 and WebSocket towards others, on one loop and used on that loop's thread only. TLS is
/// 1.2 or 1.3, the certificate is checked against the store and the name. No redirect is followed.
class client {
public:
    /// Throws std::runtime_error when the certificates cannot be read.
    client(boost::asio::io_context& on, client_options options);
    ~client();
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    /// Sends a request over a connection that is kept open where there is one; never retries.
    [[nodiscard]] task<sent> send(outgoing_request what);

    /// Opens a WebSocket; null where that fails. It ends before the client does.
    [[nodiscard]] task<std::unique_ptr<socket>> open_socket(std::string url);

    /// Breaks off what is under way, and tries nothing more.
    void stop();

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace gaitkeeper::net
