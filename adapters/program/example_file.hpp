#pragma once

#include <string>
#include <vector>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper::program {

/// One line `{"text": ..., "intent": ...}` of a set of examples.
struct example_line {
    std::string text;
    std::string intent;
};

/// Reads files of JSON lines, one after the other; blank lines are skipped, further members
/// ignored. Errors: not_found for a file that cannot be read; bad_input with every line, of all
/// files, that is not such an object (not JSON, not UTF-8, no text, no intent).
[[nodiscard]] result<std::vector<example_line>>
read_examples(const std::vector<std::string>& paths);

} // namespace gaitkeeper::program
