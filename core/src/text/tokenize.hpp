#pragma once

#include <memory>
#include <string_view>

#include "text/letters.hpp"
#include "text/normalize.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::text {

/// Splits text into tokens, sentences and clauses, in every script. Word boundaries are ICU's
/// (UAX #29); scripts that ICU would cut by dictionary are cut into characters instead, so that a
/// phrase is found whatever stands around it. Sentences end at Unicode's Sentence_Terminal
/// characters and line breaks, because people in a chat write no capitals for UAX #29 to see;
/// clauses also at other Terminal_Punctuation, brackets and dashes. Immutable and thread-safe.
class tokenizer {
public:
    /// `same` says which letters count as one in the language.
    explicit tokenizer(letters same = {});
    ~tokenizer();
    tokenizer(const tokenizer&) = delete;
    tokenizer& operator=(const tokenizer&) = delete;

    /// Tokens with `key`, offsets, sentence and clause; stems and ids are for others to fill.
    [[nodiscard]] utterance split(const normalized& text) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace gaitkeeper::text
