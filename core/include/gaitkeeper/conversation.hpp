#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gaitkeeper {

/// The little that is remembered between two turns: ids of our own, never the person's words.
/// A value of the caller's, one per person; not for use by two threads at once. All its vectors
/// are bounded by the engine.
struct conversation {
    std::string locale;                ///< of the last reply
    std::string hint;                  ///< the locale that the last message came with
    std::vector<std::string> recent;   ///< topics of the last reply, best first
    std::vector<std::string> offered;  ///< topics that were suggested with it, in order
    std::vector<std::string> told;     ///< topics whose whole text has been shown
    std::vector<std::string> concepts; ///< concepts mentioned so far and not denied since
    std::string question;              ///< id of the question that waits for an answer
    std::uint32_t turns = 0;
    bool introduced = false; ///< the disclaimer has been shown

    friend bool operator==(const conversation&, const conversation&) = default;
};

} // namespace gaitkeeper
