#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::slack {

/// UTF-16 units of a text, which is what Slack counts.
[[nodiscard]] std::size_t units_of(std::string_view text);

/// The text's graphemes: what a reader takes for one letter, and no cut may part.
[[nodiscard]] std::vector<std::string_view> graphemes_of(std::string_view text);

} // namespace gaitkeeper::slack
