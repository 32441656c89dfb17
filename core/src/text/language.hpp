#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "text/phrases.hpp"
#include "text/spelling.hpp"
#include "text/stem.hpp"
#include "text/tokenize.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::text {

/// What a label's phrases are for.
enum class label_kind : std::uint8_t {
    mention,  ///< a concept of the content
    macro,    ///< a part of other patterns
    joiner,   ///< begins a clause
    cue,      ///< sets the stance of mentions near it
    no_cue,   ///< looks like a cue and is none
    close,    ///< ends what a cue governs
    opener,   ///< how a question begins
    sufferer, ///< shows that somebody real suffers
};

/// Where the mentions stand that a cue governs.
enum class cue_side : std::uint8_t { before, after };

struct label_role {
    label_kind kind = label_kind::macro;
    concept_index concept_id{};        ///< of a mention
    stance meaning = stance::asserted; ///< of a cue
    cue_side side = cue_side::before;  ///< the cue stands before or after what it governs
};

/// What the analysis must know of a concept.
struct concept_traits {
    std::string id;
    bool subject = false;      ///< can begin a statement of its own: "no fever, knee is hot"
    bool hides_all = false;    ///< a look-alike: what is mentioned inside it is not meant
    bool hides_danger = false; ///< the same for dangerous concepts alone
    bool dangerous = false;
};

/// Particles that are written together with the word they belong to, folded: `و` in `وركبتي`.
struct clitics {
    std::vector<std::string> before;
    /// The ending and what stands in its place without it: `تي` and `ه`.
    std::vector<std::pair<std::string, std::string>> after;
    /// A beginning that means a word of its own, and the ending that goes with it: `ما` and `ش`.
    std::vector<std::pair<std::string, std::string>> apart;
};

/// A locale's language as its authors wrote it.
struct language_source {
    std::string stemmer;
    std::string letters; ///< ICU rules; see class letters
    clitics attached;
    std::vector<phrases::source> labels;
    std::vector<label_role> roles; ///< parallel to `labels`
    std::vector<concept_traits> concepts;
    std::vector<std::pair<std::string, std::string>> respell;
    std::vector<std::string> keep;     ///< real words, never to be corrected
    std::vector<std::string> familiar; ///< words that examples use often, likewise
};

/// All that analysing needs of one language. Immutable; safe for any number of threads.
class language {
public:
    /// Faulty patterns are left out and added to `faults`.
    language(const language_source& from, std::vector<phrases::fault>& faults);

    [[nodiscard]] const tokenizer& splitter() const noexcept { return splitter_; }
    [[nodiscard]] const phrases& patterns() const noexcept { return *patterns_; }
    [[nodiscard]] const spelling& speller() const noexcept { return *speller_; }
    [[nodiscard]] const label_role& role(std::uint32_t label) const { return roles_[label]; }
    [[nodiscard]] const concept_traits& traits(concept_index id) const {
        return concepts_[static_cast<std::size_t>(id)];
    }
    [[nodiscard]] std::span<const concept_traits> concepts() const noexcept { return concepts_; }
    /// What a word is without the particles written together with it; empty where that is not
    /// known.
    [[nodiscard]] std::string bare(std::string_view key) const;

    /// Whether the word alone, as folded, denies what follows it: "no", "without".
    [[nodiscard]] bool denies(std::string_view key) const { return denials_.contains(key); }

    /// Two words that are written as one; empty where `key` is not such a word.
    struct word_pair {
        std::string first, second;
    };
    [[nodiscard]] word_pair parted(std::string_view key) const;

private:
    [[nodiscard]] bool knows(std::string_view key) const;

    tokenizer splitter_;
    std::unique_ptr<phrases> patterns_;
    std::unique_ptr<const spelling> speller_;
    std::vector<label_role> roles_;
    std::vector<concept_traits> concepts_;
    clitics attached_;
    string_map<bool> kept_, denials_;
};

} // namespace gaitkeeper::text
