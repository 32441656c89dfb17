#include "exchange.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>

namespace gaitkeeper::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

// Fields of one name are one list (RFC 9110, 5.3).
std::string joined(const raw_request& asked, beast::string_view name) {
    std::string list;
    const auto [first, last] = asked.equal_range(name);
    for (auto at = first; at != last; ++at) {
        if (!list.empty()) list += ", ";
        list += view(at->value());
    }
    return list;
}

std::string http_date() {
    std::array<char, 32> text{};
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    return {text.data(),
            std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

bool is_method(const route& one, std::string_view asked) {
    return one.method == asked || (one.method == "GET" && asked == "HEAD");
}

// Sixteen bytes in Base64 are 22 letters and "==".
bool is_socket_key(std::string_view key) {
    constexpr std::size_t letters = 22;
    const auto is_letter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '/';
    };
    return key.size() == letters + 2 && key.ends_with("==") &&
           std::ranges::all_of(key.substr(0, letters), is_letter);
}

response with(response answer, std::string name, std::string value) {
    answer.fields.emplace_back(std::move(name), std::move(value));
    return answer;
}

} // namespace

std::optional<response> judge_header(const raw_request& asked, const limits& most) {
    if (static_cast<std::size_t>(std::distance(asked.begin(), asked.end())) > most.header_fields)
        return problem(431);
    constexpr unsigned http_1_1 = 11;
    if (asked.version() == http_1_1 && asked.count(http::field::host) != 1) return problem(400);
    if (!parse_target(view(asked.target()))) return problem(400);
    return std::nullopt;
}

std::string client_of(const raw_request& asked, const address& peer,
                      const std::vector<network>& trusted) {
    if (trusted.empty()) return client_key(peer);
    return client_key(client_address(peer, joined(asked, "X-Forwarded-For"),
                                     joined(asked, "Forwarded"), trusted));
}

request view_of(const raw_request& asked, std::string_view client) {
    const auto at = parse_target(view(asked.target())).value();
    request made{view(asked.method_string()), at.path, at.query, asked.body(), {}, client};
    for (const auto& field : asked)
        made.fields.emplace_back(view(field.name_string()), view(field.value()));
    return made;
}

routed find_route(const std::vector<route>& routes, const request& asked) {
    std::string allowed;
    for (const auto& one : routes) {
        if (one.path != asked.path) continue;
        if (std::holds_alternative<socket_endpoint>(one.endpoint))
            return {nullptr, with(problem(426), "Upgrade", "websocket")};
        if (is_method(one, asked.method)) return {&one, {}};
        allowed += (allowed.empty() ? "" : ", ") + one.method;
    }
    return {nullptr, allowed.empty() ? problem(404) : with(problem(405), "Allow", allowed)};
}

const socket_endpoint* find_socket(const std::vector<route>& routes, const raw_request& asked) {
    const auto at = parse_target(view(asked.target()));
    for (const auto& one : routes) {
        const auto* socket = std::get_if<socket_endpoint>(&one.endpoint);
        if (at && one.path == at->path && socket != nullptr) return socket;
    }
    return nullptr;
}

response busy(unsigned status) {
    return with(problem(status), "Retry-After", "10");
}

const body_rule* find_body_rule(const std::vector<route>& routes, const raw_request& asked) {
    const auto at = parse_target(view(asked.target()));
    for (const auto& one : routes) {
        if (at && one.path == at->path && one.body.bytes > 0) return &one.body;
    }
    return nullptr;
}

bool is_upgrade(const raw_request& asked) {
    return http::token_list(asked[http::field::connection]).exists("upgrade") &&
           http::token_list(asked[http::field::upgrade]).exists("websocket");
}

std::optional<response> judge_upgrade(const raw_request& asked, const socket_endpoint& at,
                                      std::string& protocol) {
    constexpr unsigned http_1_1 = 11;
    if (asked.method() != http::verb::get) return with(problem(405), "Allow", "GET");
    if (asked.version() < http_1_1) return problem(400);
    if (asked[http::field::sec_websocket_version] != "13")
        return with(problem(426), "Sec-WebSocket-Version", "13");
    if (!is_socket_key(view(asked[http::field::sec_websocket_key]))) return problem(400);
    if (std::ranges::find(at.origins, view(asked[http::field::origin])) == at.origins.end())
        return problem(403);
    const auto chosen = choose_protocol(joined(asked, "Sec-WebSocket-Protocol"), at.protocols);
    if (!chosen) return problem(400);
    protocol = *chosen;
    return std::nullopt;
}

raw_response to_raw(response answer, const raw_request* asked, after then) {
    constexpr unsigned http_1_1 = 11;
    raw_response made(http::int_to_status(answer.status),
                      asked != nullptr ? asked->version() : http_1_1);
    made.set(http::field::date, http_date());
    made.set("X-Content-Type-Options", "nosniff");
    made.set(http::field::cache_control, "no-store");
    if (!answer.type.empty()) made.set(http::field::content_type, answer.type);
    for (const auto& [name, value] : answer.fields)
        made.insert(name, value);
    made.keep_alive(then == after::keep);
    made.body() = std::move(answer.body);
    constexpr unsigned no_content = 204;
    if (answer.status != no_content) made.content_length(made.body().size());
    return made;
}

std::string_view text_of(const beast::flat_buffer& read) {
    return {static_cast<const char*>(read.data().data()), read.data().size()};
}

std::string_view first_line(const beast::flat_buffer& read) {
    const auto all = text_of(read);
    return all.substr(0, all.find('\n'));
}

std::optional<unsigned> status_of(const boost::system::error_code& failed,
                                  std::string_view first_line) {
    if (failed == http::error::header_limit || failed == http::error::buffer_overflow) return 431;
    if (failed == http::error::body_limit) return 413;
    // Beast takes the line's end for the version's where no carriage return comes before it.
    if (failed == http::error::bad_version) return first_line.ends_with('\r') ? 505 : 400;
    if (failed.category() == make_error_code(http::error::bad_field).category() &&
        failed != http::error::end_of_stream && failed != http::error::partial_message)
        return 400;
    return std::nullopt;
}

} // namespace gaitkeeper::net
