#include "content/phrasebook.hpp"

#include <algorithm>

#include <unicode/listformatter.h>
#include <unicode/msgfmt.h>

namespace gaitkeeper::content {
namespace {

icu::UnicodeString wide(std::string_view s) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(s.data(), static_cast<std::int32_t>(s.size())));
}

std::string narrow(const icu::UnicodeString& s) {
    std::string out;
    s.toUTF8String(out);
    return out;
}

// A number that a plural may depend on, and that is written as the locale writes numbers.
bool is_count(const argument& a) noexcept {
    const auto& [name, value] = a;
    return name == "count" && !value.empty() && value.size() < 10 &&
           std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name_part(char c) noexcept {
    return (c >= 'a' && c <= 'z') || c == '_';
}

std::string fill_slots(std::string_view pattern, std::span<const argument> with) {
    std::string said;
    for (std::size_t at = 0; at < pattern.size();) {
        const auto open = std::min(pattern.find('{', at), pattern.size());
        said += pattern.substr(at, open - at);
        if (open == pattern.size()) break;
        const auto close = pattern.find('}', open);
        const auto name = pattern.substr(open + 1, close - open - 1);
        const auto given = std::ranges::find(with, name, &argument::first);
        said += given != with.end() ? narrow(wide(given->second))
                                    : pattern.substr(open, close + 1 - open);
        at = close + 1;
    }
    return said;
}

} // namespace

phrasebook::shape phrasebook::shape_of(std::string_view pattern) noexcept {
    // An apostrophe quotes where it is doubled or stands before a brace.
    for (std::size_t at = pattern.find('\''); at != std::string_view::npos;
         at = pattern.find('\'', at + 1)) {
        const auto next = at + 1 < pattern.size() ? pattern[at + 1] : ' ';
        if (next == '\'' || next == '{' || next == '}') return shape::full;
    }
    auto needs = shape::plain;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '}') return shape::full;
        if (pattern[at] != '{') continue;
        const auto begin = ++at;
        while (at < pattern.size() && is_name_part(pattern[at]))
            ++at;
        const auto name = pattern.substr(begin, at - begin);
        if (name.empty() || name == "count" || at == pattern.size() || pattern[at] != '}')
            return shape::full;
        needs = shape::slots;
    }
    return needs;
}

void phrasebook::add(std::string_view name, const json_value& file) {
    file.members([&](std::string_view key, const json_value& value) {
        if (key != "$schema") take(std::string(name) + '/' + std::string(key), value);
    });
}

void phrasebook::take(const std::string& key, const json_value& value) {
    if (value.is_object()) {
        value.members([&](std::string_view inner, const json_value& v) {
            take(key + '/' + std::string(inner), v);
        });
        return;
    }
    auto pattern = value.string();
    if (pattern.empty()) return value.complain("an empty message");
    UErrorCode status = U_ZERO_ERROR;
    UParseError place;
    const auto needs = shape_of(pattern);
    if (needs == shape::full) {
        const icu::MessageFormat check(wide(pattern), icu::Locale(tag_.c_str()), place, status);
        if (U_FAILURE(status)) {
            value.complain("MessageFormat does not accept it near character " +
                           std::to_string(place.offset));
        }
    }
    messages_.insert_or_assign(key, message{std::move(pattern), needs});
}

std::string phrasebook::say(std::string_view key, std::span<const argument> with) const {
    const auto found = messages_.find(key);
    if (found == messages_.end()) return std::string(key);
    const auto& [pattern, needs] = found->second;
    if (needs == shape::plain) return pattern;
    // Most messages with a value in them need none of what makes MessageFormat dear.
    return needs == shape::slots ? fill_slots(pattern, with) : format(pattern, with);
}

const std::string* phrasebook::plain(std::string_view key) const {
    const auto found = messages_.find(key);
    return found != messages_.end() && found->second.needs == shape::plain ? &found->second.pattern
                                                                           : nullptr;
}

std::string phrasebook::format(const std::string& pattern, std::span<const argument> with) const {
    // MessageFormat::format is not safe to share between threads, so each call has its own.
    UErrorCode status = U_ZERO_ERROR;
    const icu::MessageFormat parsed(wide(pattern), icu::Locale(tag_.c_str()), status);
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const auto& a : with) {
        names.push_back(wide(a.first));
        if (is_count(a))
            values.emplace_back(static_cast<std::int64_t>(std::stoll(std::string(a.second))));
        else
            values.emplace_back(wide(a.second));
    }
    icu::UnicodeString out;
    parsed.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out,
                  status);
    return narrow(out);
}

std::string phrasebook::list(std::span<const std::string> items, list_kind kind) const {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::ListFormatter> format(icu::ListFormatter::createInstance(
        icu::Locale(tag_.c_str()), kind == list_kind::all ? ULISTFMT_TYPE_AND : ULISTFMT_TYPE_OR,
        ULISTFMT_WIDTH_WIDE, status));
    std::vector<icu::UnicodeString> parts;
    for (const auto& item : items)
        parts.push_back(wide(item));
    icu::UnicodeString out;
    format->format(parts.data(), static_cast<std::int32_t>(parts.size()), out, status);
    return narrow(out);
}

std::vector<std::string_view> phrasebook::keys() const {
    std::vector<std::string_view> all;
    for (const auto& [key, unused] : messages_)
        all.push_back(key);
    std::ranges::sort(all);
    return all;
}

std::string_view phrasebook::pattern(std::string_view key) const {
    const auto found = messages_.find(key);
    return found == messages_.end() ? std::string_view{} : std::string_view(found->second.pattern);
}

} // namespace gaitkeeper::content
