#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gaitkeeper/reply.hpp"

namespace gaitkeeper::teamchat {

/// How a platform marks text up.
struct dialect {
    std::string_view bold;                   ///< before and after
    std::string (*escape)(std::string_view); ///< a text of which nothing marks up or notifies
    std::size_t most;                        ///< UTF-16 units of a post
};

/// What stands around a reply, in the reply's language.
struct markdown_words {
    std::string emergency, caution, suggestions;
};

/// A reply as one post: an emergency first, then the other blocks, then what could be asked.
[[nodiscard]] std::string to_markdown(const reply& given, const markdown_words& words,
                                      const dialect& how);

/// "@all", "@here" and any other name behind a zero-width space, so that nobody is called.
[[nodiscard]] std::string defuse(std::string_view text);

} // namespace gaitkeeper::teamchat
