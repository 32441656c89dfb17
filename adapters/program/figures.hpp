#pragma once

#include <string>

namespace gaitkeeper::program {

/// `part` of `whole`, 0 where there is no whole.
[[nodiscard]] double share(double part, double whole) noexcept;

/// With so many digits behind a decimal point, whatever the process's locale.
[[nodiscard]] std::string fixed(double value, int digits);

/// Right-aligned in so many columns; longer texts stay as they are.
[[nodiscard]] std::string padded_left(std::string text, std::size_t columns);

} // namespace gaitkeeper::program
