#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/json.hpp"
#include "text/word_ids.hpp"

namespace gaitkeeper::content {

/// A named value for a message.
using argument = std::pair<std::string_view, std::string_view>;

/// How the parts of a list are joined.
enum class list_kind : std::uint8_t { all, any };

/// The messages of one locale: ICU MessageFormat patterns under keys made of the file's name and
/// the path inside it ("guidance/link.joints/full"). Immutable once filled; thread-safe.
class phrasebook {
public:
    explicit phrasebook(std::string tag) : tag_(std::move(tag)) {}

    /// Takes in every string of a file; complains about patterns that ICU does not accept.
    void add(std::string_view name, const json_value& file);

    [[nodiscard]] bool has(std::string_view key) const { return messages_.contains(key); }

    /// The message with its arguments filled in; the key itself where there is no such message.
    [[nodiscard]] std::string say(std::string_view key, std::span<const argument> with = {}) const;

    /// The message where it needs no arguments; null where it does, or there is none.
    [[nodiscard]] const std::string* plain(std::string_view key) const;

    /// "a, b and c" or "a, b or c", as the locale says it (ICU ListFormatter).
    [[nodiscard]] std::string list(std::span<const std::string> items, list_kind kind) const;

    [[nodiscard]] const std::string& tag() const noexcept { return tag_; }
    [[nodiscard]] std::vector<std::string_view> keys() const;

    /// The pattern as written; empty where there is none.
    [[nodiscard]] std::string_view pattern(std::string_view key) const;

private:
    void take(const std::string& key, const json_value& value);

    std::string tag_;
    /// How much of MessageFormat a pattern needs.
    enum class shape : std::uint8_t {
        plain, ///< says itself
        slots, ///< text and {name}, nothing else
        full,
    };
    struct message {
        std::string pattern;
        shape needs = shape::plain;
    };
    [[nodiscard]] static shape shape_of(std::string_view pattern) noexcept;
    [[nodiscard]] std::string format(const std::string& pattern,
                                     std::span<const argument> with) const;

    text::string_map<message> messages_;
};

} // namespace gaitkeeper::content
