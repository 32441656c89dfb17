#pragma once

#include <string>
#include <string_view>

namespace gaitkeeper::wire {

/// Appends UTF-8 as a JSON string, quotes included.
void append_string(std::string& to, std::string_view text);

} // namespace gaitkeeper::wire
