#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gaitkeeper::text {

/// How a mention is meant. After NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009).
enum class stance : std::uint8_t {
    asserted, ///< so, now, of the writer
    another,  ///< so, now, of a real person whom the writer speaks for
    denied,   ///< not so, ruled out, or refused
    general,  ///< asked about in general or supposed; nobody has it
    past,     ///< over and healed
    unreal,   ///< a film, the news, an animal, a saying
};

/// True of what somebody real has now.
[[nodiscard]] constexpr bool is_active(stance s) noexcept {
    return s == stance::asserted || s == stance::another;
}

/// A concept of the content, by its place in `concepts.json`.
enum class concept_index : std::uint16_t {};

/// A word, or in scripts without spaces a character.
struct token {
    std::string
        key; ///< normalised, accents and apostrophes left out, respelt where it was misspelt
    std::uint32_t begin = 0, end = 0; ///< bytes of the original message
    std::uint32_t sentence = 0, clause = 0;
    std::uint32_t key_id = 0,
                  stem_id =
                      0; ///< of `key` and its stem in the lexicon's vocabulary; 0 for unknown ones
    double number = 0;
    bool is_number = false;
    bool respelt = false;
    bool unsegmented = false; ///< a character of a script written without spaces
    bool denies = false;      ///< by itself denies what follows: no gap of a pattern passes over it
    bool apart = false;       ///< such a character, and a space stands before it all the same
};

/// How many tokens so many words take: where tokens are characters, a word has about 2.7.
[[nodiscard]] constexpr std::uint32_t tokens_for(std::uint32_t words, bool unsegmented) noexcept {
    return unsegmented ? words * 8 / 3 : words;
}

/// A concept found in the message: tokens [begin, end).
struct mention {
    concept_index concept_id{};
    std::uint32_t begin = 0, end = 0;
    text::stance stance = text::stance::asserted;
    std::string cue; ///< the words that set the stance, folded; empty for asserted
};

/// A message analysed. Offsets refer to the bytes of the original.
struct utterance {
    std::vector<token> tokens;
    std::vector<mention> mentions; ///< by first token, longer before shorter
    std::uint32_t sentences = 0;   ///< how many
    std::uint32_t clauses = 0;     ///< how many; a clause lies within one sentence
    std::vector<bool> questions;   ///< per sentence: ends in a question mark
    bool unsegmented = false;      ///< mostly a script written without spaces
    bool truncated = false;        ///< longer than what is read
};

} // namespace gaitkeeper::text
