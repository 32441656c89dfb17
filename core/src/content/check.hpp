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

/// Names of the values that messages may use.
inline constexpr std::string_view known_arguments[] = {
    "emergency", "advice", "crisis", "signs", "topics",  "number",
    "languages", "locale", "given",  "available", "region", "text", "count"};

} // namespace gaitkeeper::content
