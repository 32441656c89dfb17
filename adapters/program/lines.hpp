#pragma once

#include <istream>
#include <string>

namespace gaitkeeper::program {

/// Longest line that is kept; the rest of a longer one is skipped. A message is read to 8 KiB, and
/// its JSON may take six bytes for one.
inline constexpr std::size_t max_line_bytes = 1024 * 1024;

/// Reads the next line without its end into `line`; false at the end of the input.
bool read_line(std::istream& in, std::string& line);

} // namespace gaitkeeper::program
