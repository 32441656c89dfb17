#include "lines.hpp"

#include <filesystem>
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

result<std::size_t> read_lines(const std::string& file,
                               const std::function<void(const std::string&, std::size_t)>& take) {
    const error unreadable{errc::not_found, {{file, "", "cannot be read"}}};
    // A folder can be opened like a file, and says only when it is read that it is none.
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file)) return unreadable;
    std::string line;
    std::size_t number = 0;
    while (read_line(in, line)) {
        ++number;
        if (line.find_first_not_of(" \t\r") != std::string::npos) take(line, number);
    }
    return number;
}

bool each_line(const std::string& file,
               const std::function<std::optional<error>(const std::string&, std::size_t)>& take) {
    bool good = true;
    const auto read = read_lines(file, [&](const std::string& line, std::size_t number) {
        const auto failed = take(line, number);
        if (!failed) return;
        const auto what = failed->problems.empty() ? std::string(name(failed->code))
                                                   : failed->problems.front().what;
        std::cerr << to_string(problem{file, "line " + std::to_string(number), what}) << '\n';
        good = false;
    });
    if (!read) std::cerr << to_string(read.error().problems.front()) << '\n';
    return good && read;
}

} // namespace gaitkeeper::program
