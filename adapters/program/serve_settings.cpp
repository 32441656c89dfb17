#include "serve_settings.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

#include "toml.hpp"

namespace gaitkeeper::program {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
        }
    }
    return row.back();
}

std::string nearest(std::string_view key, const std::vector<setting>& all) {
    const auto best = std::ranges::min_element(
        all, {}, [&](const setting& one) { return distance(key, one.name); });
    return distance(key, best->name) <= best->name.size() / 2 ? best->name : std::string{};
}

// What is wrong with a value; empty when it was taken.
std::string assign(const toml::node& from, const setting& to) {
    if (auto* const* text = std::get_if<std::string*>(&to.value)) {
        const auto read = from.value_exact<std::string>();
        if (!read) return "must be a string";
        **text = *read;
    } else if (auto* const* number = std::get_if<std::uint64_t*>(&to.value)) {
        const auto read = from.value_exact<std::int64_t>();
        if (!read || *read < 0) return "must be a whole number, 0 or more";
        **number = static_cast<std::uint64_t>(*read);
    } else {
        const auto* list = from.as_array();
        std::vector<std::string> made;
        if (list == nullptr) return "must be a list of strings";
        for (const auto& one : *list) {
            const auto read = one.value_exact<std::string>();
            if (!read) return "must be a list of strings";
            made.push_back(*read);
        }
        *std::get<std::vector<std::string>*>(to.value) = std::move(made);
    }
    return {};
}

std::string place(const toml::source_region& at) {
    return "line " + std::to_string(at.begin.line);
}

} // namespace

std::vector<setting> settings_of(serve_settings& s) {
    return {
        {"listen", "HOST:PORT to listen on; port 0 takes a free one", &s.listen},
        {"content", "a content folder or a compiled bundle", &s.content, true},
        {"locale", "the language where a page names none, a BCP 47 tag", &s.locale, true},
        {"region", "where people are, ISO 3166; decides phone numbers", &s.region, true},
        {"origins", "whose pages may chat, as https://clinic.example; this server's own always",
         &s.origins},
        {"trusted_proxies", "addresses or networks whose X-Forwarded-For and Forwarded count",
         &s.trusted_proxies},
        {"proxy_protocol", "addresses or networks whose connections begin with a PROXY header",
         &s.proxy_protocol},
        {"threads", "event loops; 0 for one per core", &s.threads},
        {"tls_certificate", "PEM chain; TLS is on with it and the key", &s.tls_certificate},
        {"tls_key", "PEM key of the certificate", &s.tls_key},
        {"drain_seconds", "after SIGTERM what is in hand has this long", &s.drain_seconds},
        {"log_level", "debug, info, warning or error", &s.log_level},
        {"header_bytes", "of a request; then 431", &s.header_bytes},
        {"header_fields", "of a request; then 431", &s.header_fields},
        {"header_seconds", "for a whole header; then 408", &s.header_seconds},
        {"body_bytes", "of a request; then 413", &s.body_bytes},
        {"body_seconds", "for a whole body; then 408", &s.body_seconds},
        {"send_seconds", "for a peer to take an answer", &s.send_seconds},
        {"keep_alive_seconds", "between two requests", &s.keep_alive_seconds},
        {"keep_alive_requests", "of a connection", &s.keep_alive_requests},
        {"read_ahead_bytes", "of requests sent before an answer; the rest waits",
         &s.read_ahead_bytes},
        {"connections", "in all; then 503", &s.connections},
        {"connections_per_address", "IPv6: per /64; then 429", &s.connections_per_address},
        {"frame_bytes", "of a socket's message; then 1009", &s.frame_bytes},
        {"frame_seconds", "for a whole message of a socket; then 1008", &s.frame_seconds},
        {"hello_seconds", "for the first frame; then 1008", &s.hello_seconds},
        {"socket_idle_seconds", "pings go out at half of it", &s.socket_idle_seconds},
        {"close_seconds", "for a goodbye to be answered", &s.close_seconds},
        {"control_frames_per_minute", "pings of a socket; then 1008", &s.control_frames_per_minute},
        {"socket_bytes_per_second", "that a socket sends us; then read no faster",
         &s.socket_bytes_per_second},
        {"socket_bytes_burst", "of a socket before that rate holds", &s.socket_bytes_burst},
        {"unsent_bytes", "that a socket has yet to take; then 1013", &s.unsent_bytes},
        {"text_code_points", "of a message; then too_long", &s.text_code_points},
        {"text_bytes", "of a message; then too_long", &s.text_bytes},
        {"messages_per_minute", "of a conversation; then rate_limited", &s.messages_per_minute},
        {"message_burst", "messages of a conversation at once", &s.message_burst},
        {"messages_per_minute_of_address", "IPv6: per /64; then rate_limited",
         &s.messages_per_minute_of_address},
        {"rate_breaches", "of a connection; then 1008", &s.rate_breaches},
        {"bad_frames", "of a connection, that are no JSON; then 1008", &s.bad_frames},
        {"replies_kept", "of a conversation, to be sent again", &s.replies_kept},
        {"sessions", "kept; then the one used longest ago goes", &s.sessions},
        {"session_idle_minutes", "until a conversation is forgotten", &s.session_idle_minutes},
        {"sessions_bytes", "of all conversations together", &s.sessions_bytes},
        {"slack_api_base", "another Web API than Slack's, as GovSlack's", &s.slack_api_base},
    };
}

std::vector<problem> read_config(std::string_view toml, const std::string& file,
                                 serve_settings& into,
                                 const std::function<bool(const setting&)>& is_given) {
    toml::table table;
    try {
        table = toml::parse(toml);
    } catch (const toml::parse_error& e) {
        return {{file, place(e.source()), std::string(e.description())}};
    }
    std::vector<problem> problems;
    const auto all = settings_of(into);
    for (const auto& [key, value] : table) {
        const auto at = std::ranges::find(all, key.str(), &setting::name);
        if (at == all.end()) {
            const auto meant = nearest(key.str(), all);
            problems.push_back({file, place(key.source()),
                                "there is no key '" + std::string(key.str()) + "'" +
                                    (meant.empty() ? "" : "; did you mean '" + meant + "'")});
            continue;
        }
        if (is_given(*at)) continue;
        if (const auto wrong = assign(value, *at); !wrong.empty())
            problems.push_back({file, place(value.source()), "'" + at->name + "' " + wrong});
    }
    return problems;
}

result<listen_address> parse_listen(std::string_view text) {
    const auto colon = text.rfind(':');
    const auto bad = [&] {
        return error{errc::bad_input,
                     {{"listen", "", "'" + std::string(text) + "' is not HOST:PORT"}}};
    };
    if (colon == text.npos) return bad();
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto digits = text.substr(colon + 1);
    listen_address made{std::string(host == "localhost" ? "127.0.0.1" : host), 0};
    const auto [end, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), made.port);
    if (host.empty() || failed != std::errc{} || end != digits.data() + digits.size()) return bad();
    return made;
}

} // namespace gaitkeeper::program
