#pragma once

#include <string>
#include <string_view>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper::wire {

/// A message object from outside; owns its strings.
struct incoming_message {
    std::string text;
    std::string locale;       ///< may be empty
    std::string region;       ///< may be empty
    std::string conversation; ///< names a conversation that goes on; empty for one of its own
};

/// Reads {"text", "locale"?, "region"?, "conversation"?}; other members are ignored.
/// Errors: bad_input for anything that is no such object, nested deeper than 32, or not UTF-8; the
/// problem names the member and never quotes what was written.
[[nodiscard]] result<incoming_message> parse_message(std::string_view json);

/// {"error": {"code", "message", "line"}} on one line.
[[nodiscard]] std::string error_line(const error& e, std::size_t line);

} // namespace gaitkeeper::wire
