#include "content/phrasebook.hpp"

#include <algorithm>

#include <unicode/listformatter.h>
#include <unicode/msgfmt.h>

namespace gaitkeeper::content {
namespace {

// A text without arguments and quoting says itself.
bool is_plain(std::string_view pattern) noexcept {
    return pattern.find('{') == std::string_view::npos &&
           pattern.find("''") == std::string_view::npos;
}

icu::UnicodeString wide(std::string_view s) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(s.data(), static_cast<std::int32_t>(s.size())));
}

} // namespace

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
    if (!is_plain(pattern)) {
        const icu::MessageFormat check(wide(pattern), icu::Locale(tag_.c_str()), place, status);
        if (U_FAILURE(status)) {
            value.complain("MessageFormat does not accept it near character " +
                           std::to_string(place.offset));
        }
    }
    patterns_.insert_or_assign(key, std::move(pattern));
}

std::string phrasebook::say(std::string_view key, std::span<const argument> with) const {
    const auto found = patterns_.find(key);
    if (found == patterns_.end()) return std::string(key);
    if (is_plain(found->second)) return found->second;
    // MessageFormat::format is not safe to share between threads, so each call has its own.
    UErrorCode status = U_ZERO_ERROR;
    const icu::MessageFormat format(wide(found->second), icu::Locale(tag_.c_str()), status);
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const auto& [name, value] : with) {
        names.push_back(wide(name));
        const bool counts = !value.empty() && value.size() < 10 &&
                            std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; }) &&
                            name == "count";
        if (counts) values.emplace_back(static_cast<std::int64_t>(std::stoll(std::string(value))));
        else values.emplace_back(wide(value));
    }
    icu::UnicodeString out;
    format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
    std::string said;
    out.toUTF8String(said);
    return said;
}

std::string phrasebook::list(std::span<const std::string> items, list_kind kind) const {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::ListFormatter> format(
        icu::ListFormatter::createInstance(
            icu::Locale(tag_.c_str()),
            kind == list_kind::all ? ULISTFMT_TYPE_AND : ULISTFMT_TYPE_OR, ULISTFMT_WIDTH_WIDE, status));
    std::vector<icu::UnicodeString> parts;
    for (const auto& item : items) parts.push_back(wide(item));
    icu::UnicodeString out;
    format->format(parts.data(), static_cast<std::int32_t>(parts.size()), out, status);
    std::string said;
    out.toUTF8String(said);
    return said;
}

std::vector<std::string_view> phrasebook::keys() const {
    std::vector<std::string_view> all;
    for (const auto& [key, pattern] : patterns_) all.push_back(key);
    std::ranges::sort(all);
    return all;
}

std::string_view phrasebook::pattern(std::string_view key) const {
    const auto found = patterns_.find(key);
    return found == patterns_.end() ? std::string_view{} : std::string_view(found->second);
}

} // namespace gaitkeeper::content
