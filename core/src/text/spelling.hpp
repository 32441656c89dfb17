#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/word_ids.hpp"

namespace gaitkeeper::text {

/// Finds the word that a misspelt one stands for. Immutable and thread-safe.
class spelling {
public:
    /// `wanted`: words that a misspelling may become; `known`: real words that stay as they are;
    /// `respell`: whole words and what they are short for ("ur" → "your"). All folded.
    spelling(std::span<const std::string> wanted, std::span<const std::string> known,
             std::span<const std::pair<std::string, std::string>> respell);

    /// The word that `word` is short for; empty where it is not listed.
    [[nodiscard]] std::string_view respelt(std::string_view word) const;

    /// The nearest wanted word: one slip (a letter more, less, other or two swapped; Damerau 1964)
    /// in words of 4 to 7 letters, two in longer ones, the first letter kept or swapped with the
    /// second. Empty for known, short or far-off words, and where two words are equally near.
    [[nodiscard]] std::string_view nearest(std::string_view word) const;

private:
    struct candidate {
        std::u32string letters;
        std::uint32_t signature = 0; ///< bit per letter, modulo 32
        std::string spelt;
    };
    std::vector<candidate> wanted_; ///< by length
    std::vector<std::size_t> by_length_;
    string_map<bool> known_;
    string_map<std::string> respell_;
};

/// Optimal string alignment distance: edits and swaps of neighbours, none edited twice; `limit` + 1
/// where it is larger than `limit`.
[[nodiscard]] std::size_t edit_distance(std::u32string_view a, std::u32string_view b,
                                        std::size_t limit);

} // namespace gaitkeeper::text
