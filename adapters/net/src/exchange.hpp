#pragma once

#include <optional>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "loop.hpp"

namespace gaitkeeper::net {

/// A request as Beast parses it, and what is asked of it before any handler sees it.
using raw_request = boost::beast::http::request<boost::beast::http::string_body>;
using raw_response = boost::beast::http::response<boost::beast::http::string_body>;

/// Header rules that Beast does not know: number of fields, exactly one Host, a usable target.
[[nodiscard]] std::optional<response> judge_header(const raw_request& asked, const limits& most);

/// Who asks, as limits count.
[[nodiscard]] std::string client_of(const raw_request& asked, const address& peer,
                                    const std::vector<network>& trusted);

/// Views into `asked`, whose header has been judged, and `client`.
[[nodiscard]] request view_of(const raw_request& asked, std::string_view client);

/// The route of a request, or its refusal: 404, 405, or 426 where only a socket is.
struct routed {
    const route* to = nullptr;
    response refusal;
};
[[nodiscard]] routed find_route(const std::vector<route>& routes, const request& asked);

/// The socket that stands at the request's path; null without one.
[[nodiscard]] const socket_endpoint* find_socket(const std::vector<route>& routes,
                                                 const raw_request& asked);

/// 429 or 503, with the time after which another try may succeed.
[[nodiscard]] response busy(unsigned status);

/// How large a body of a request may be, by its path.
[[nodiscard]] const body_rule* find_body_rule(const std::vector<route>& routes,
                                              const raw_request& asked);

[[nodiscard]] bool is_upgrade(const raw_request& asked);

/// What stands against an upgrade before the 101: 400, 403, 405, 426; sets the protocol otherwise.
[[nodiscard]] std::optional<response>
judge_upgrade(const raw_request& asked, const socket_endpoint& at, std::string& protocol);

enum class after : std::uint8_t { keep, close };

/// The response on the wire, with the fields that go with each.
[[nodiscard]] raw_response to_raw(response answer, const raw_request* asked, after then);

/// What has been read and not yet taken.
[[nodiscard]] std::string_view text_of(const boost::beast::flat_buffer& read);

/// What has been read of a request, up to its first line feed.
[[nodiscard]] std::string_view first_line(const boost::beast::flat_buffer& read);

/// What to answer to a request that could not be read and began so; nothing where nobody listens
/// any more.
[[nodiscard]] std::optional<unsigned> status_of(const boost::system::error_code& failed,
                                                std::string_view first_line);

} // namespace gaitkeeper::net
