#include "gaitkeeper/teamchat/fields.hpp"

#include <algorithm>

#include <boost/beast/core/string.hpp>
#include <openssl/crypto.h>
#include <simdjson.h>

namespace gaitkeeper::teamchat {
namespace {

constexpr std::size_t max_fields = 64, max_depth = 64;

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text) {
    std::string made;
    made.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            made += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = digit(text[i + 1]), low = digit(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        made += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!simdjson::validate_utf8(made.data(), made.size())) return std::nullopt;
    return made;
}

std::optional<std::string> as_text(simdjson::dom::element value) {
    using type = simdjson::dom::element_type;
    switch (value.type()) {
    case type::STRING:
        return std::string(value.get_string().value_unsafe());
    case type::NULL_VALUE:
        return std::nullopt;
    default:
        return simdjson::minify(value);
    }
}

} // namespace

std::string_view fields::operator[](std::string_view name) const {
    const auto at = std::ranges::find(all_, name, [](const auto& one) { return one.first; });
    return at == all_.end() ? std::string_view{} : at->second;
}

std::size_t fields::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::count(all_, name, [](const auto& one) { return one.first; }));
}

std::optional<fields> parse_form(std::string_view body) {
    fields made;
    std::size_t count = 0;
    while (!body.empty()) {
        const auto pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const auto mark = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, mark));
        auto value = decode(pair.substr(std::min(pair.size(), mark + 1)));
        if (!name || !value || ++count > max_fields) return std::nullopt;
        made.add(std::move(*name), std::move(*value));
    }
    return made;
}

std::optional<fields> parse_object(std::string_view json) {
    thread_local simdjson::dom::parser parser;
    if (parser.max_depth() != max_depth &&
        parser.allocate(simdjson::dom::MINIMAL_DOCUMENT_CAPACITY, max_depth) != simdjson::SUCCESS)
        return std::nullopt;
    simdjson::dom::object object;
    if (parser.parse(json.data(), json.size(), true).get(object) != simdjson::SUCCESS)
        return std::nullopt;
    fields made;
    for (const auto [key, value] : object) {
        if (auto text = as_text(value)) made.add(std::string(key), std::move(*text));
    }
    return made;
}

media media_of(const net::request& asked) {
    auto type = asked.field("Content-Type");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' '))
        type.remove_suffix(1);
    if (type.empty()) return media::none;
    if (boost::beast::iequals(type, "application/json")) return media::json;
    if (boost::beast::iequals(type, "application/x-www-form-urlencoded")) return media::form;
    return media::other;
}

bool is_id(std::string_view text) {
    constexpr std::size_t most = 64;
    return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

bool is_one_of(std::string_view token, const std::vector<std::string>& secrets) {
    bool found = false;
    for (const auto& secret : secrets)
        found |= token.size() == secret.size() &&
                 CRYPTO_memcmp(token.data(), secret.data(), secret.size()) == 0;
    return found;
}

} // namespace gaitkeeper::teamchat
