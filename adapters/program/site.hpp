#pragma once

#include <string>
#include <vector>

#include "gaitkeeper/web/web_adapter.hpp"

namespace gaitkeeper::program {

/// The widget and the page as they were built into the program.
struct site {
    std::vector<web::static_file> files;
    std::string page_policy;
};
[[nodiscard]] site built_site();

} // namespace gaitkeeper::program
