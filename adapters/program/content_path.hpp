#pragma once

#include <filesystem>
#include <string>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::program {

/// The content to use: as given, else what GAITKEEPER_CONTENT names, else the bundle that was
/// installed or built with this program.
[[nodiscard]] std::filesystem::path content_path(const std::string& given);

/// Loads a bundle, or compiles a folder in memory, which takes seconds and shows how far it is.
[[nodiscard]] result<engine> load_content(const std::string& given);

/// Prints every problem on stderr, one a line.
void print_problems(const error& e);

} // namespace gaitkeeper::program
