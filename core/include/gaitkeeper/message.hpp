#pragma once

#include <string_view>

namespace gaitkeeper {

/// What a person wrote. Views, valid for the call; any bytes are welcome.
struct message {
    std::string_view text;
    /// BCP 47 tag of the page or platform, a hint: a message that is clearly in another installed
    /// language is read and answered in that one. Empty where nothing is known.
    std::string_view locale;
    std::string_view region; ///< ISO 3166-1 alpha-2 code where it is known; decides phone numbers
};

} // namespace gaitkeeper
