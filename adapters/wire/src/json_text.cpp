#include "gaitkeeper/wire/json_text.hpp"

#include <cstdint>
#include <cstring>

namespace gaitkeeper::wire {
namespace {

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

// Whether all of eight bytes are plain. The highest bit of each byte tells: a subtraction sets it
// where the byte was too small, and `~word` takes out those that had it before.
bool are_plain(std::uint64_t word) {
    constexpr std::uint64_t each = 0x0101010101010101, highest = each * 0x80;
    const auto quote = word ^ (each * '"'), slash = word ^ (each * '\\');
    const auto control = (word - each * 0x20) & ~word;
    return ((control | ((quote - each) & ~quote) | ((slash - each) & ~slash)) & highest) == 0;
}

// How many bytes go out as they are.
std::size_t plain_run(std::string_view text) {
    std::size_t run = 0;
    for (std::uint64_t word = 0; text.size() - run >= sizeof word; run += sizeof word) {
        std::memcpy(&word, text.data() + run, sizeof word);
        if (!are_plain(word)) break;
    }
    while (run < text.size() && is_plain(text[run]))
        ++run;
    return run;
}

void append_escaped(std::string& to, char c) {
    constexpr std::string_view named = "\"\\\b\f\n\r\t", names = "\"\\bfnrt",
                               digits = "0123456789abcdef";
    to += '\\';
    if (const auto at = named.find(c); at != named.npos) {
        to += names[at];
        return;
    }
    const auto value = static_cast<unsigned char>(c);
    to += "u00";
    to += digits[value >> 4U];
    to += digits[value & 15U];
}

} // namespace

void append_string(std::string& to, std::string_view text) {
    to += '"';
    while (true) {
        const auto run = plain_run(text);
        to += text.substr(0, run);
        if (run == text.size()) break;
        append_escaped(to, text[run]);
        text.remove_prefix(run + 1);
    }
    to += '"';
}

} // namespace gaitkeeper::wire
