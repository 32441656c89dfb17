#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::text {

/// What is known of one language when its messages are to be told from others'.
struct language_sample {
    std::vector<std::string> messages; ///< whole ones, as people type them
    std::vector<std::string> words;    ///< further words of the language
};

/// Learns to tell languages apart; the bytes are an `identifier`'s. A word has the probability of
/// its count, smoothed by a model of its characters, so that a word never seen still speaks for
/// the language that it looks like (a Dirichlet prior; MacKay and Peto 1995, "A hierarchical
/// Dirichlet language model"). Deterministic. At most 64 languages.
[[nodiscard]] std::string learn_languages(std::span<const language_sample> languages);

/// What speaks for one language.
struct language_evidence {
    float behind = 0;        ///< how much less likely it makes the text than the likeliest, in nats
    std::uint32_t words = 0; ///< of the text that the language is known to have
    std::uint32_t script = 0; ///< letters of other words that it is written in
    float by_letter = 0;      ///< how unlikely it makes the text: nats for each letter
    std::uint32_t length = 0; ///< half words, one for each letter in scripts without spaces
    float strangeness = 0;    ///< beside the dearest of the language's own messages, 1; 0 where the
                              ///< text is shorter than three words
};

/// The place of the likeliest language; the first where some are equally likely.
[[nodiscard]] std::size_t likeliest(std::span<const language_evidence> all);

/// Tells in which of some languages a message is written. A view on bytes that its owner keeps
/// alive; immutable, safe for any number of threads.
class identifier {
public:
    /// Empty where the bytes are not those of `learn_languages`.
    [[nodiscard]] static std::optional<identifier> from_bytes(std::string_view bytes);

    [[nodiscard]] std::size_t languages() const noexcept { return languages_; }

    /// What a normalised text says of each language; all alike where it says nothing.
    [[nodiscard]] std::vector<language_evidence> weigh(std::string_view normalized) const;

private:
    struct tally;
    void add_word(std::string_view word, tally& to) const;
    [[nodiscard]] std::string_view costs_of(std::uint64_t key) const;

    std::size_t languages_ = 0;
    std::uint32_t slot_bits_ = 0;
    std::string_view marks_;        ///< a float a language: what its own messages cost at most
    std::string_view fingerprints_; ///< four bytes a slot; 0 for an empty one
    std::string_view costs_;        ///< `languages_` + 1 bytes a slot: -ln p in steps of 1/8 nat
};

} // namespace gaitkeeper::text
