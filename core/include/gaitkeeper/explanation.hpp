#pragma once

#include <string>
#include <vector>

namespace gaitkeeper {

/// Why a reply is what it is, as a tree. Texts are ids, numbers and the message's own words.
struct explanation {
    std::string what;  ///< what this node is about ("clause", "flag", a topic id, a word)
    std::string value; ///< what was found, for a person
    double score = 0;  ///< the number behind it, where there is one
    std::vector<explanation> parts;
};

} // namespace gaitkeeper
