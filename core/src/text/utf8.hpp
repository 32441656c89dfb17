#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <unicode/utf8.h>

namespace gaitkeeper::text {

// ICU's macros convert between signed and unsigned as C does; they stay in this file.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wconversion"

/// Whether every byte is a character by itself.
[[nodiscard]] inline bool is_ascii(std::string_view bytes) noexcept {
    return std::ranges::none_of(
        bytes, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

/// The code point at `at`, which moves behind it; U+FFFD for an ill-formed sequence.
inline UChar32 next_code_point(std::string_view bytes, std::size_t& at) noexcept {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes.data(), at, bytes.size(), c);
    return c;
}

/// Appends a valid code point as UTF-8.
inline void append_code_point(std::string& to, UChar32 c) {
    char buffer[U8_MAX_LENGTH];
    std::size_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, c);
    to.append(buffer, length);
}

#pragma GCC diagnostic pop

} // namespace gaitkeeper::text
