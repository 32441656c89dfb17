#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/json.hpp"

namespace gaitkeeper::content {

/// Whom to call in one region; what is not known is empty, and then no number is said.
struct region {
    std::string code; ///< ISO 3166-1 alpha-2, upper case
    std::string emergency, advice, crisis;
    std::string reviewed; ///< when the oldest of these was last looked at, YYYY-MM-DD
};

struct regions {
    std::vector<region> all;

    /// In any case of letters; null where nothing is known.
    [[nodiscard]] const region* find(std::string_view code) const;
};

/// Reads regions.json; every number must name a source and a review date.
void read_regions(const json_value& file, regions& into);

} // namespace gaitkeeper::content
