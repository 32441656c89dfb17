#include "lines.hpp"

namespace gaitkeeper::program {

bool read_line(std::istream& in, std::string& line) {
    line.clear();
    auto& buffer = *in.rdbuf();
    constexpr auto end = std::istream::traits_type::eof();
    int c = buffer.sbumpc();
    if (c == end) return false;
    for (; c != end && c != '\n'; c = buffer.sbumpc()) {
        if (line.size() < max_line_bytes) line += static_cast<char>(c);
    }
    return true;
}

} // namespace gaitkeeper::program
