#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper {

/// How soon a person should be seen.
enum class triage_level : std::uint8_t {
    none,      ///< no red flag
    urgent,    ///< medical advice the same day
    emergency, ///< call the emergency number now
};

/// "none", "urgent" or "emergency".
[[nodiscard]] std::string_view name(triage_level level) noexcept;

/// The red flags of one message. Found before matching and apart from it: no score can lower it.
struct triage {
    triage_level level = triage_level::none;
    std::vector<std::string> flags; ///< ids, the most pressing first

    friend bool operator==(const triage&, const triage&) = default;
};

} // namespace gaitkeeper
