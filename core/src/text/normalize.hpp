#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::text {

/// Text made comparable: valid UTF-8, NFKC, case folded (Unicode's NFKC_Casefold).
struct normalized {
    std::string text;
    std::vector<std::uint32_t> source; ///< per byte of `text`, and one past its end: the offset it
                                       ///< came from; empty where both are the same

    [[nodiscard]] std::size_t source_of(std::size_t offset) const noexcept {
        return source.empty() ? offset : source[offset];
    }
};

/// Takes any bytes: what is not UTF-8 becomes U+FFFD, one for each ill-formed sequence.
[[nodiscard]] normalized normalize(std::string_view bytes);

/// The spelling that words are compared in: accents of alphabetic scripts (Latin, Greek, Arabic,
/// Hebrew) and apostrophes left out. Expects normalised text.
[[nodiscard]] std::string fold(std::string_view word);

/// The longest prefix of at most `limit` bytes that cuts no UTF-8 sequence.
[[nodiscard]] std::string_view clip(std::string_view bytes, std::size_t limit) noexcept;

} // namespace gaitkeeper::text
