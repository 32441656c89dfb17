#include "lines.hpp"

#include <fstream>
#include <iostream>

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

bool each_line(const std::string& file,
               const std::function<std::optional<error>(const std::string&, std::size_t)>& take) {
    std::ifstream in(file);
    if (!in) {
        std::cerr << file << ": cannot be read\n";
        return false;
    }
    bool good = true;
    std::string line;
    for (std::size_t number = 1; read_line(in, line); ++number) {
        if (line.empty()) continue;
        const auto failed = take(line, number);
        if (!failed) continue;
        const auto what = failed->problems.empty() ? std::string(name(failed->code))
                                                   : failed->problems.front().what;
        std::cerr << to_string(problem{file, "line " + std::to_string(number), what}) << '\n';
        good = false;
    }
    return good;
}

} // namespace gaitkeeper::program
