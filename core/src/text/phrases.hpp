#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/pattern.hpp"
#include "text/stem.hpp"
#include "text/token_sets.hpp"
#include "text/tokenize.hpp"
#include "text/utterance.hpp"
#include "text/word_ids.hpp"

namespace gaitkeeper::text {

/// Tokens [begin, end) that some pattern of a label matches.
struct phrase {
    std::uint32_t label = 0;
    std::uint32_t begin = 0, end = 0;
};

/// Scratch memory for finding phrases; reusable.
struct phrase_search {
    struct found {
        std::uint32_t label = 0;
        std::uint64_t ends = 0; ///< bit n: a match that ends n tokens further on
    };
    std::vector<std::vector<found>> by_begin;
    std::vector<std::uint64_t> states;
    std::vector<std::uint32_t> sentence_end;
    /// The sets that each token is in, and those that it or one behind it in its sentence is in.
    std::vector<std::uint64_t> at, from;
    std::vector<std::uint64_t> passable; ///< of each token, bit n: a gap passes over the nth on
};

/// All patterns of a language, compiled together, each under the label it stands for. Labels may
/// be used inside other labels' patterns. Immutable and thread-safe once built.
class phrases {
public:
    /// One label's patterns, as an author wrote them.
    struct source {
        std::string name; ///< as patterns refer to it: "body.knee", "$CANT"
        std::vector<std::string> patterns;
    };

    /// A pattern that does not compile.
    struct fault {
        std::size_t label = 0, pattern = 0;
        std::string what;
    };

    /// Labels are the places in `sources`. Faulty patterns are left out and added to `faults`.
    phrases(std::span<const source> sources, const tokenizer& splitter, const stemmer& stems,
            std::vector<fault>& faults);

    /// Notes what a word that messages often hold is known by, so that it need not be stemmed.
    void expect(const std::string& word);

    /// Gives a token its ids by its key. `find` and the spelling want them.
    void identify(token& t) const;

    /// The longest match of every label at every token, by first token, longer before shorter.
    [[nodiscard]] std::vector<phrase> find(std::span<const token> tokens,
                                           phrase_search& scratch) const;

    /// Words that patterns are written with, folded, in order of appearance.
    [[nodiscard]] const std::vector<std::string>& words() const noexcept { return spelt_; }

private:
    /// A token of a set stands `least` tokens into the match, or further in.
    struct need {
        std::uint32_t set = token_sets::any;
        std::uint16_t least = 0;
        bool exactly = false;
    };
    struct entry {
        std::uint32_t label = 0;
        std::uint32_t begin = 0, end = 0; ///< in code_
        std::uint32_t from = 0; ///< where to begin, from begin: behind what the first token told
        std::uint32_t needs_begin = 0, needs_end = 0; ///< in needs_: what else it needs
        need rarest;                                  ///< asked first, so it stands here
    };
    using entries = std::vector<entry>;
    struct stratum {
        std::vector<entries> by_stem, by_key, by_label; ///< by id, as far as there are any
        string_map<entries> by_prefix;
        entries by_number;
        std::uint64_t prefix_lengths = 0; ///< bit n: some prefix has n bytes
    };

    void add(std::size_t level, std::uint32_t label, program p);
    void add_needs(const program& p, entry& to);
    void number_sets(program& p);
    void look_at(std::span<const token> tokens, phrase_search& scratch) const;
    void look_around(std::span<const token> tokens, phrase_search& scratch) const;
    void consider(const entries& list, std::span<const token> tokens, std::uint32_t begin,
                  phrase_search& scratch) const;
    [[nodiscard]] bool reads(const instruction& i, const token& t) const;
    void run(const entry& e, std::span<const token> tokens, std::uint32_t begin,
             phrase_search& scratch) const;
    void start(const stratum& level, std::span<const token> tokens, std::uint32_t begin,
               phrase_search& scratch) const;

    struct ids {
        std::uint32_t key = 0, stem = 0;
    };
    stemmer stemmer_;
    word_ids stems_, keys_, prefix_ids_;
    token_sets sets_;
    string_map<ids> expected_; ///< the words of the patterns and what `expect` was told
    std::vector<std::string> prefixes_{std::string{}};
    std::vector<std::string> spelt_;
    std::vector<instruction> code_;
    std::vector<need> needs_;
    std::vector<stratum> strata_;
};

} // namespace gaitkeeper::text
