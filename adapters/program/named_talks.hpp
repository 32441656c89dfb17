#pragma once

#include <deque>
#include <map>
#include <string>

#include "gaitkeeper/conversation.hpp"

namespace gaitkeeper::program {

/// The conversations that lines have named; the oldest is forgotten when there are too many.
class named_talks {
public:
    /// The conversation of that name, begun if it is new; for an empty name one that nobody has
    /// spoken in. Valid until the next call.
    [[nodiscard]] conversation& find(const std::string& name);

private:
    static constexpr std::size_t most = 10'000;
    conversation alone_;
    std::map<std::string, conversation> talks_;
    std::deque<std::string> order_;
};

} // namespace gaitkeeper::program
