#pragma once

#include <vector>

#include "content/source.hpp"

namespace gaitkeeper::content {

/// A folder of content, read whole.
struct parsed_content {
    shared_content shared;
    std::vector<locale_source> locales;
};

/// Reads everything and adds every problem: what cannot be read, what is missing in a locale, what
/// contradicts itself.
[[nodiscard]] parsed_content check_all(file_list files, std::vector<problem>& problems);

/// Names of the values that replies are composed with. What an adapter's own texts ("ui/…") use is
/// the adapter's affair; that every locale uses the same is checked with the rest of parity.
inline constexpr std::string_view known_arguments[] = {"emergency", "advice", "crisis",   "signs",
                                                       "topics",    "number", "languages"};

} // namespace gaitkeeper::content
