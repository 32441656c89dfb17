#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::teamchat {

/// UTF-16 units of a text, which is what the platforms count.
[[nodiscard]] std::size_t units_of(std::string_view text);

/// The text's graphemes: what a reader takes for one letter, and no cut may part.
[[nodiscard]] std::vector<std::string_view> graphemes_of(std::string_view text);

/// The text, or as many of its letters as leave room for "…" within so many units.
[[nodiscard]] std::string cut(std::string_view text, std::size_t most);

} // namespace gaitkeeper::teamchat
