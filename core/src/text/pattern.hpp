#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::text {

/// What a pattern can ask of a message, one step at a time. Jumps only lead forward, so that a
/// program is run once through for all its paths together.
enum class opcode : std::uint8_t {
    word,    ///< a token whose stem is `a`
    form,    ///< a token whose key is `a`
    prefix,  ///< a token whose key begins with prefix `a`
    number,  ///< a number between `low` and `high`
    label,   ///< a phrase of label `a`
    one_of,  ///< what any of the next `a` instructions reads; go on behind them
    gap,     ///< none to `a` words
    split,   ///< go on here and at `a`
    jump,    ///< go on at `a`
    success, ///< the pattern is matched up to here
};

struct instruction {
    opcode what = opcode::success;
    std::uint32_t a = 0;
    float low = 0, high = 0;
    std::uint32_t set = 0; ///< of `one_of`: whatever who runs it notes there
};

/// A compiled pattern, ending in `success`.
using program = std::vector<instruction>;

/// What the compiler needs to know of the language around a pattern.
struct pattern_words {
    /// A literal as the ids of its tokens: stems, or keys where the form must be exact.
    std::function<std::vector<std::uint32_t>(std::string_view literal, bool exact)> literal;
    /// A literal as a folded prefix's id; 0 where it is no single word.
    std::function<std::uint32_t(std::string_view literal)> prefix;
    /// `<concept>` or `$MACRO` (told apart by the first character) as a label.
    /// Answers no_label where there is none of that name.
    std::function<std::uint32_t(std::string_view name)> label;
};

inline constexpr std::uint32_t no_label = UINT32_MAX;

/// Longest stretch of tokens that one pattern can cover.
inline constexpr std::uint32_t max_pattern_tokens = 63;

/// Compiles a pattern as intents/README.md describes them. `problem` says what is wrong with it, in
/// words, and is left empty where nothing is.
[[nodiscard]] program compile_pattern(std::string_view pattern, const pattern_words& words,
                                      std::string& problem);

/// The labels that a program mentions.
[[nodiscard]] std::vector<std::uint32_t> labels_of(const program& p);

/// A place that every match of a program passes: one of `any` reads there, after `least` to `most`
/// tokens of the match.
struct landmark {
    std::vector<instruction> any;
    std::uint32_t least = 0, most = 0;
};

/// A program's landmarks in order.
[[nodiscard]] std::vector<landmark> landmarks_of(const program& p);

/// The instructions that may read a match's first token.
[[nodiscard]] std::vector<instruction> first_of(const program& p);

} // namespace gaitkeeper::text
