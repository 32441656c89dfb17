#include "gaitkeeper/net/http.hpp"

#include <algorithm>
#include <ranges>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace gaitkeeper::net {
namespace beast = boost::beast;

std::string_view request::field(std::string_view name) const {
    for (const auto& [key, value] : fields) {
        if (beast::iequals(key, name)) return value;
    }
    return {};
}

response problem(unsigned status, std::string_view detail) {
    const auto title = beast::http::obsolete_reason(beast::http::int_to_status(status));
    boost::json::object body{{"type", "about:blank"}, {"title", title}, {"status", status}};
    if (!detail.empty()) body["detail"] = detail;
    return {status, "application/problem+json", boost::json::serialize(body), {}};
}

answerer at_once(std::function<response(const request&)> answer) {
    return [answer = std::move(answer)](const request& asked) -> task<response> {
        co_return answer(asked);
    };
}

std::optional<target> parse_target(std::string_view text) {
    const auto is_bad = [](char c) { return c <= ' ' || c == 0x7f || c == '#'; };
    if (std::ranges::any_of(text, is_bad)) return std::nullopt;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        const auto slash = text.find('/', scheme.size());
        text = slash == text.npos ? "/" : text.substr(slash);
    }
    if (!text.starts_with('/')) return std::nullopt;
    const auto mark = text.find('?');
    return target{text.substr(0, mark),
                  mark == text.npos ? std::string_view{} : text.substr(mark + 1)};
}

std::optional<std::string> choose_protocol(std::string_view offered,
                                           const std::vector<std::string>& ours) {
    for (const auto& one : ours) {
        for (const auto& token : beast::http::token_list(offered)) {
            if (token == one) return one;
        }
    }
    return std::nullopt;
}

} // namespace gaitkeeper::net
