#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace gaitkeeper::match {

/// What the matcher sees of one message. Views, valid for the call.
struct sample_text {
    /// Normalised, case-folded words in order; punctuation dropped. Any bytes are tolerated.
    std::span<const std::string_view> words;
    /// Written without spaces between words (most code points above U+2E7F).
    bool unsegmented = false;
    /// Names of what a lexicon found ("body.knee+"); a feature block of their own. May be empty.
    std::span<const std::string_view> concepts;
};

/// The kinds of features, each with its own L2 norm and weight; the numbers are part of the
/// model file's format.
enum class block : std::uint8_t {
    word,      ///< word unigrams
    bigram,    ///< pairs of neighbouring words, with sentence-start and -end markers
    character, ///< 2..5-grams inside each padded word; 1..3-grams of the whole text when
               ///< unsegmented
    symbol,    ///< concepts
    skip_pair, ///< unordered pairs of word beginnings at distance 2 to 4
};
inline constexpr std::size_t block_count = 5;

/// What is read of one sample at most; what lies beyond is ignored, so that a message of any size
/// costs bounded time and memory.
inline constexpr std::size_t max_words = 512;
inline constexpr std::size_t max_word_code_points = 48;
inline constexpr std::size_t max_unsegmented_code_points = 2048;
inline constexpr std::size_t max_concepts = 512;

/// Whether word pairs are wanted: most models have no use for them.
enum class skip_pairs : std::uint8_t { extracted, left_out };

/// The features of some words of a sample, as places in `feature_keys::all()`, block after block.
struct feature_places {
    std::vector<std::uint32_t> places;
    std::array<std::uint32_t, block_count> end{};
};

/// The distinct features of one sample as 64-bit keys, block after block. Reusable: clearing keeps
/// the memory, so that steady use allocates nothing.
class feature_keys {
public:
    /// Replaces the contents by the features of `sample`. Every feature stands once, in order of
    /// first appearance.
    void extract(const sample_text& sample, skip_pairs pairs = skip_pairs::extracted);

    /// The features that words [begin, end) of the sample have as a sample of their own, with
    /// `concepts`. Most are the sample's too; the others join `all()` at its end.
    void extract_part(std::size_t begin, std::size_t end,
                      std::span<const std::string_view> concepts, feature_places& part);

    /// Whether a segmented sample's word pairs were extracted.
    [[nodiscard]] skip_pairs pairs() const noexcept { return pairs_; }

    [[nodiscard]] std::span<const std::uint64_t> all() const noexcept { return keys_; }
    [[nodiscard]] std::span<const std::uint64_t> of(block kind) const noexcept;

private:
    std::uint32_t add(std::uint64_t hash); // answers its place
    class adding;
    std::uint32_t add_bigram(std::uint64_t before, std::uint64_t after);
    void close(block kind) noexcept;
    void decode(std::string_view word);
    void add_words(const sample_text& sample);
    void add_bigrams();
    void add_word_characters();
    void add_text_characters();
    void add_skip_pairs();
    std::uint32_t add_concept(std::string_view name);
    void grow_seen(std::size_t filled);

    std::vector<std::uint64_t> keys_;
    std::array<std::uint32_t, block_count> end_{};
    std::vector<char32_t> text_;                // the words' code points, one after the other
    std::vector<std::uint32_t> word_end_;       // where each word ends in text_
    std::vector<std::uint64_t> word_hash_;      // one a word
    std::vector<std::uint64_t> beginning_hash_; // of each word's first code points
    // Where what a word, a gap between words, a letter or a pair brings stands in keys_.
    std::vector<std::uint32_t> word_place_, bigram_place_, character_place_, pair_place_;
    std::vector<std::uint32_t> character_end_; // where each word ends in character_place_
    bool unsegmented_ = false;
    skip_pairs pairs_ = skip_pairs::extracted;
    std::vector<std::uint64_t> taken_; // by place: the last part that took it
    std::uint64_t part_ = 0;
    struct slot {
        std::uint32_t place = 0;
        std::uint32_t round = 0; // which call filled it: clearing costs nothing
    };
    std::vector<slot> seen_; // open addressing, a power of two
    std::uint32_t round_ = 0;
};

} // namespace gaitkeeper::match
