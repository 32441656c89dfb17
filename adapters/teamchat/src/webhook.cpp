#include "gaitkeeper/teamchat/webhook.hpp"

#include <algorithm>
#include <stdexcept>

namespace gaitkeeper::teamchat {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view token_of(const net::request& asked, const fields& from) {
    constexpr std::string_view scheme = "Token ";
    const auto header = asked.field("Authorization");
    if (from.count("token") > 0 || !header.starts_with(scheme)) return from["token"];
    return header.substr(scheme.size());
}

} // namespace

webhook::webhook(webhook_options options, const services& with)
    : options_(std::move(options)), services_(with), talks_(with, options_.talks) {
    const auto& tokens = options_.tokens;
    const bool is_open =
        tokens.empty() || std::ranges::any_of(tokens, [](const auto& t) { return t.empty(); });
    if (is_open) throw std::invalid_argument("no token");
}

webhook::opened webhook::open(const net::request& asked) {
    constexpr unsigned bad_request = 400, unauthorized = 401, wrong_type = 415;
    const auto media = media_of(asked);
    if (media != media::form && media != media::json) return {{}, net::problem(wrong_type)};
    auto from = media == media::form ? parse_form(asked.body) : parse_object(asked.body);
    if (!from) return {{}, net::problem(bad_request)};
    if (is_one_of(token_of(asked, *from), options_.tokens)) {
        ++seen_.received;
        return {std::move(from), {}};
    }
    ++seen_.refused;
    services_.log.log(net::log_level::debug, "webhook: refused, bad_token");
    return {{}, {unauthorized, {}, {}, {}}};
}

bool webhook::is_first(std::string_view post, time_point now) {
    const bool first = deliveries_.is_first({key_of({post})}, now);
    if (!first) ++seen_.repeated;
    return first;
}

reply webhook::respond(const said& now_said, time_point now) {
    ++seen_.answered;
    if (!trimmed(now_said.text).empty()) return talks_.respond(now_said, now);
    reply made;
    made.locale = services_.default_locale;
    made.text = text(made.locale, "ui/team/help");
    made.blocks = {{block_kind::answer, made.text}};
    return made;
}

std::string key_of(std::initializer_list<std::string_view> parts) {
    constexpr std::size_t longest = 64;
    std::string made;
    for (const auto part : parts)
        (made += made.empty() ? "" : ":") += part.substr(0, longest);
    return made;
}

std::string_view without_trigger(std::string_view text, std::string_view trigger) {
    text = trimmed(text);
    if (!trigger.empty() && text.starts_with(trigger)) text.remove_prefix(trigger.size());
    return trimmed(text);
}

time_point clock_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

} // namespace gaitkeeper::teamchat
