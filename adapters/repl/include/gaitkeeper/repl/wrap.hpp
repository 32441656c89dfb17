#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gaitkeeper::repl {

/// Breaks text into lines of at most `width` columns where Unicode allows a break (UAX #14),
/// counting wide characters as two and marks as none. Line breaks of the text stay. `indent` goes
/// before every line and counts.
[[nodiscard]] std::string wrap(std::string_view text, std::size_t width,
                               std::string_view indent = {});

} // namespace gaitkeeper::repl
