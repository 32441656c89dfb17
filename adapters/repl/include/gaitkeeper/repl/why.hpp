#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::repl {

/// An explanation in sentences of the locale, wrapped to `width` columns: what was read, what was
/// found in it, and for each topic that was named or came close, what spoke for it and against it.
[[nodiscard]] std::string tell_why(const engine& with, std::string_view locale,
                                   const explanation& tree, std::size_t width);

} // namespace gaitkeeper::repl
