#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::fuzz {

inline std::string_view bytes_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Ends the process, which libFuzzer takes for a finding, and says what was promised.
inline void require(bool kept, std::string_view promise) {
    if (kept) return;
    std::cerr << "broken promise: " << promise << '\n';
    std::abort();
}

/// The next byte, which then belongs to the input no more; 0 at the end.
inline std::uint8_t take_byte(std::string_view& input) {
    if (input.empty()) return 0;
    const auto byte = static_cast<std::uint8_t>(input.front());
    input.remove_prefix(1);
    return byte;
}

inline std::vector<std::string_view> lines_of(std::string_view input) {
    std::vector<std::string_view> lines;
    for (auto end = input.find('\n'); end != std::string_view::npos; end = input.find('\n')) {
        lines.push_back(input.substr(0, end));
        input.remove_prefix(end + 1);
    }
    lines.push_back(input);
    return lines;
}

/// Changes bytes of something valid: each four bytes of the input are a place and a value; an odd
/// number of left-over bytes cuts the end off.
inline void patch(std::string& valid, std::string_view edits) {
    while (edits.size() >= 4 && !valid.empty()) {
        std::size_t at = take_byte(edits);
        at = at << 8U | take_byte(edits);
        at = at << 8U | take_byte(edits);
        valid[at % valid.size()] = static_cast<char>(take_byte(edits));
    }
    if (edits.size() % 2 == 1)
        valid.resize(valid.size() - std::min<std::size_t>(valid.size(), take_byte(edits)));
}

} // namespace gaitkeeper::fuzz
