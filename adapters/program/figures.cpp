#include "figures.hpp"

#include <algorithm>
#include <cstdio>

namespace gaitkeeper::program {

double share(double part, double whole) noexcept {
    return whole > 0 ? part / whole : 0.0;
}

std::string fixed(double value, int digits) {
    char buffer[64];
    std::snprintf(buffer, sizeof(buffer), "%.*f", digits, value);
    std::string text(buffer);
    std::ranges::replace(text, ',', '.');
    return text;
}

std::string padded_left(std::string text, std::size_t columns) {
    if (text.size() < columns) text.insert(0, columns - text.size(), ' ');
    return text;
}

} // namespace gaitkeeper::program
