#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <string>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper::program {

/// Longest line that is kept; the rest of a longer one is skipped. A message is read to 8 KiB, and
/// its JSON may take six bytes for one.
inline constexpr std::size_t max_line_bytes = std::size_t{1024} * 1024;

/// Reads the next line without its end into `line`; false at the end of the input.
bool read_line(std::istream& in, std::string& line);

/// Hands every line of a file that is not blank to `take` with its number, from 1. Errors:
/// not_found for what cannot be read, which may show after some lines.
[[nodiscard]] result<std::size_t>
read_lines(const std::string& file,
           const std::function<void(const std::string&, std::size_t)>& take);

/// The same; a line that `take` has a problem with, and a file that cannot be read, go to stderr
/// with their place, and the rest goes on. True where nothing was wrong.
bool each_line(const std::string& file,
               const std::function<std::optional<error>(const std::string&, std::size_t)>& take);

} // namespace gaitkeeper::program
