#pragma once

#include <string_view>
#include <vector>

#include "content/library.hpp"
#include "dialog/resolve.hpp"
#include "gaitkeeper/reply.hpp"
#include "safety/assess.hpp"

namespace gaitkeeper::say {

/// All that decides what is said.
struct circumstances {
    const content::library& library;
    const content::locale_content& locale;
    const content::region* region = nullptr; ///< null where it is not known
    bool introduced = false;                 ///< the disclaimer has been shown
    bool empty = false;                      ///< the message has no word in it
    bool truncated = false;                  ///< only its beginning was read
};

/// A reply and what it told, for the conversation to note.
struct composed {
    gaitkeeper::reply reply;
    std::vector<content::topic_index> topics, told, offered;
    bool introduced = false;
};

/// Every sentence comes from the locale's messages; what stands here is their order: the action of
/// a red flag first, then guidance, then who is speaking.
[[nodiscard]] composed compose(const dialog::turn& turn, const safety::assessment& danger,
                               const circumstances& c);

} // namespace gaitkeeper::say
