#pragma once

#include <string_view>

namespace gaitkeeper {

/// What a person wrote. Views, valid for the call; any bytes are welcome.
struct message {
    std::string_view text;
    std::string_view locale; ///< BCP 47 tag, a hint; empty means the conversation's or the default
    std::string_view region; ///< ISO 3166-1 alpha-2 code where it is known; decides phone numbers
};

} // namespace gaitkeeper
