#include <algorithm>
#include <charconv>

#include "gaitkeeper/net/client.hpp"

namespace gaitkeeper::net {
namespace {

std::string lowered(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return made;
}

std::optional<std::uint16_t> usual_port(std::string_view scheme) {
    constexpr std::uint16_t plain = 80, secure = 443;
    if (scheme == "http" || scheme == "ws") return plain;
    if (scheme == "https" || scheme == "wss") return secure;
    return std::nullopt;
}

bool is_host(std::string_view text) {
    constexpr std::size_t longest = 253;
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == ':' || c == '*';
    };
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, fits);
}

// Splits "host", "host:port" and "[address]:port".
bool read_authority(std::string_view text, web_address& into) {
    auto digits = std::string_view{};
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == text.npos) return false;
        into.host = lowered(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
        if (text.empty()) return is_host(into.host);
        if (!text.starts_with(':')) return false;
        digits = text.substr(1);
    } else {
        const auto colon = text.find(':');
        into.host = lowered(text.substr(0, colon));
        if (colon == text.npos) return is_host(into.host);
        digits = text.substr(colon + 1);
    }
    const auto [end, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), into.port);
    return failed == std::errc{} && end == digits.data() + digits.size() && into.port != 0 &&
           is_host(into.host);
}

bool is_name_below(std::string_view name, std::string_view parent) {
    return name.size() > parent.size() + 1 && name.ends_with(parent) &&
           name[name.size() - parent.size() - 1] == '.' && !name.starts_with('.');
}

} // namespace

std::optional<web_address> web_address::parse(std::string_view text) {
    constexpr std::size_t longest = 2048;
    const auto is_plain = [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; };
    if (text.size() > longest || !std::ranges::all_of(text, is_plain)) return std::nullopt;
    const auto colon = text.find("://");
    if (colon == text.npos) return std::nullopt;
    web_address made;
    made.scheme = lowered(text.substr(0, colon));
    const auto port = usual_port(made.scheme);
    if (!port) return std::nullopt;
    made.port = *port;
    text.remove_prefix(colon + 3);
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    if (!read_authority(text.substr(0, end), made)) return std::nullopt;
    text.remove_prefix(end);
    text = text.substr(0, text.find('#'));
    made.target = text.starts_with('/') ? std::string(text) : '/' + std::string(text);
    return made;
}

bool is_allowed(const web_address& to, const std::vector<std::string>& rules) {
    return std::ranges::any_of(rules, [&](const std::string& text) {
        const auto rule = web_address::parse(text);
        if (!rule || rule->scheme != to.scheme || rule->port != to.port) return false;
        return rule->host.starts_with("*.") ? is_name_below(to.host, rule->host.substr(2))
                                            : rule->host == to.host;
    });
}

} // namespace gaitkeeper::net
