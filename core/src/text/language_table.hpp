#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include <unicode/uchar.h>
#include <xxhash.h>

#include "text/utf8.hpp"

/// How `learn_languages` writes what an `identifier` reads: a hash table from words, and from
/// letters with those before them, to what they cost each language.
namespace gaitkeeper::text::language_table {

static_assert(std::endian::native == std::endian::little, "the table is mapped, not decoded");

constexpr std::size_t most_languages = 64;
constexpr float steps_per_nat = 8;
// What one word, or one letter of an unknown word, may say at most: a name or a borrowed word must
// not outweigh a sentence.
constexpr double most_by_word = 12;
constexpr double most_by_letter = 4;
constexpr std::uint32_t enough_halves = 6; // half words; a shorter message may be anybody's

struct header {
    std::uint32_t languages = 0;
    std::uint32_t slot_bits = 0;
};

// Behind it a mark for each language, four bytes for each slot, and a row for each slot: what the
// likeliest language pays, and what each pays beside that.
constexpr std::size_t marks_at = sizeof(header);

constexpr UChar32 edge = ' '; // before the first and behind the last letter of a word

inline bool is_letter(UChar32 c) {
    if (c < 0x80) return c >= 'a' && c <= 'z';
    constexpr std::uint32_t marks = U_GC_M_MASK;
    return u_isalpha(c) != 0 || (U_GET_GC_MASK(c) & marks) != 0;
}

// Calls `each` with every word of a normalised text, apostrophes left out.
template <class Each>
void each_word(std::string_view text, Each each) {
    std::string word;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto c = next_code_point(text, at);
        if (is_letter(c)) {
            word.append(text, begin, at - begin);
        } else if (c != '\'' && c != 0x2019 && !word.empty()) {
            each(std::string_view(word));
            word.clear();
        }
    }
    if (!word.empty()) each(std::string_view(word));
}

inline std::uint64_t word_key(std::string_view word) {
    return XXH3_64bits(word.data(), word.size());
}

// `order` letters, the last of them `c`.
inline std::uint64_t letters_key(UChar32 a, UChar32 b, UChar32 c, std::size_t order) {
    const std::array<std::int32_t, 4> all{order > 2 ? a : 0, order > 1 ? b : 0, c,
                                          static_cast<std::int32_t>(order)};
    return XXH3_64bits(all.data(), sizeof all);
}

// Calls `each(a, b, c)` with every letter of a word and the two before it, the word's end included.
template <class Each>
void each_letter(std::string_view word, Each each) {
    UChar32 a = edge, b = edge;
    for (std::size_t at = 0; at < word.size();) {
        const auto c = next_code_point(word, at);
        each(a, b, c);
        a = b;
        b = c;
    }
    each(a, b, edge);
}

inline std::uint32_t fingerprint(std::uint64_t key) {
    return std::max(1U, static_cast<std::uint32_t>(key >> 32U));
}

} // namespace gaitkeeper::text::language_table
