#include "gaitkeeper/slack/api_answer.hpp"

#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>

namespace gaitkeeper::slack {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds unsaid{30}, longest{3600};
constexpr unsigned ok = 200, first_other = 300, too_many = 429, first_broken = 500;

// docs.slack.dev/reference/methods/chat.postMessage, "Errors". `fatal_error` says itself that a
// part may have been done; of the others it is not told.
constexpr std::array<std::string_view, 5> doubtful_codes{
    "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"};
constexpr std::array<std::string_view, 4> removed_codes{"token_revoked", "account_inactive",
                                                        "invalid_auth", "app_uninstalled"};
constexpr std::array<std::string_view, 2> limited_codes{"ratelimited", "rate_limited"};

template <std::size_t n>
bool is_among(std::string_view code, const std::array<std::string_view, n>& list) {
    return std::ranges::find(list, code) != list.end();
}

std::string_view field(const net::response& of, std::string_view name) {
    const auto small = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    for (const auto& [key, value] : of.fields)
        if (std::ranges::equal(key, name, {}, small, small)) return value;
    return {};
}

// Where an answer tells enough without its body.
std::optional<api_answer> judge_status(const net::sent& got) {
    switch (got.how) {
    case net::delivery::answered:
        break;
    case net::delivery::never_sent:
        return api_answer{outcome::not_arrived, {}, "no_connection"};
    case net::delivery::lost:
        return api_answer{outcome::doubtful, {}, "no_answer"};
    case net::delivery::refused:
        return api_answer{outcome::hopeless, {}, "host_not_allowed"};
    }
    const auto status = got.answer.status;
    if (status == too_many)
        return api_answer{outcome::limited,
                          parse_retry_after(field(got.answer, "retry-after")).value_or(unsaid),
                          "http_429"};
    if (status >= ok && status < first_other) return std::nullopt;
    return api_answer{status >= first_broken ? outcome::doubtful : outcome::hopeless,
                      {},
                      "http_" + std::to_string(status)};
}

std::string readable(std::string_view code) {
    constexpr std::size_t most = 64;
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    if (code.empty() || code.size() > most || !std::ranges::all_of(code, fits))
        return "unreadable_error";
    return std::string(code);
}

} // namespace

api_answer judge_method(const net::sent& got) {
    if (auto known = judge_status(got)) return std::move(*known);
    boost::system::error_code failed;
    const auto read = json::parse(got.answer.body, failed);
    const auto* object = failed ? nullptr : read.if_object();
    if (object == nullptr) return {outcome::doubtful, {}, "no_json"};
    const auto* is_ok = object->if_contains("ok");
    if (is_ok != nullptr && is_ok->is_bool() && is_ok->get_bool()) return {};
    const auto* error = object->if_contains("error");
    auto code =
        readable(error != nullptr && error->is_string() ? std::string_view(error->get_string())
                                                        : std::string_view{});
    if (is_among(code, limited_codes)) return {outcome::limited, unsaid, std::move(code)};
    if (is_among(code, doubtful_codes)) return {outcome::doubtful, {}, std::move(code)};
    if (is_among(code, removed_codes)) return {outcome::removed, {}, std::move(code)};
    return {outcome::hopeless, {}, std::move(code)};
}

api_answer judge_respond(const net::sent& got) {
    if (auto known = judge_status(got)) return std::move(*known);
    return {};
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    std::chrono::seconds made{0};
    for (const char c : text)
        made = std::min(longest, made * 10 + std::chrono::seconds(c - '0'));
    return made;
}

} // namespace gaitkeeper::slack
