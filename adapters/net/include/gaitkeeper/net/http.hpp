#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gaitkeeper/net/task.hpp"

namespace gaitkeeper::net {

class socket;
class event_stream;

/// A request, read whole. Views into the connection's buffers, valid until it has been answered.
struct request {
    std::string_view method;
    std::string_view path; ///< as sent, without the query
    std::string_view query;
    std::string_view body;
    std::vector<std::pair<std::string_view, std::string_view>> fields; ///< in the order received
    std::string_view client; ///< `client_key` of who is asking

    /// The value of the first field of that name, in any case of letters; empty without one.
    [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// An answer. `nosniff` and `no-store` go with each without being named.
struct response {
    unsigned status = 200;
    std::string type; ///< content type; empty without a body
    std::string body;
    std::vector<std::pair<std::string, std::string>> fields;
};

/// An RFC 9457 problem with the status's own name as its title.
[[nodiscard]] response problem(unsigned status, std::string_view detail = {});

/// Answers a request.
using answerer = std::function<task<response>(const request&)>;

/// A WebSocket endpoint. Everything is checked before the 101, and refused as plain HTTP.
struct socket_endpoint {
    std::vector<std::string> protocols; ///< that we speak, the best first; none in common is 400
    std::vector<std::string> origins;   ///< exact; any other, "null" and none at all are 403
    std::function<task<void>(std::string client, socket&)> run; ///< `client` as in `request`
};

/// Answers with a stream that stays open; or refuses with a response before it begins.
struct stream_endpoint {
    std::function<std::optional<response>(const request&)> refuse;
    std::function<response(const request&)> open; ///< status, type and fields; its body is not sent
    std::function<task<void>(const request&, event_stream&)> run;
};

using endpoint = std::variant<answerer, socket_endpoint, stream_endpoint>;

/// What a route puts up with where it is not the server's own limit.
struct body_rule {
    std::size_t bytes = 0; ///< then 413, before anything is read that is announced; 0: the server's
    std::vector<std::pair<std::string, std::string>> refusal_fields; ///< go with that 413
};

/// A path is matched exactly. HEAD is answered where GET is, OPTIONS where it is mounted; another
/// method on a known path is 405, an unknown path 404.
struct route {
    std::string method;
    std::string path;
    net::endpoint endpoint;
    body_rule body = {};
};

/// An answerer from a function that needs not wait.
[[nodiscard]] answerer at_once(std::function<response(const request&)> answer);

struct target {
    std::string_view path, query;
};

/// Splits a request target in origin form ("/path?query") or absolute form; nothing for any other,
/// or where it holds control characters, spaces or a fragment.
[[nodiscard]] std::optional<target> parse_target(std::string_view text);

/// The protocol to speak: the first of `ours` that the list of Sec-WebSocket-Protocol offers.
[[nodiscard]] std::optional<std::string> choose_protocol(std::string_view offered,
                                                         const std::vector<std::string>& ours);

} // namespace gaitkeeper::net
