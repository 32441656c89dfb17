#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "match/features.hpp"

namespace gaitkeeper::match {

inline constexpr std::uint32_t no_row = 0xffffffffU;

/// The features a model knows: an exact table from 64-bit key to row number and inverse document
/// frequency. Rows are numbered in key order, so a bucket of the highest key bits holds a run of
/// rows, told apart by the 32 lowest bits; an unknown key passes for a known one once in 2^32.
/// A view on arrays that live in a model's bytes.
struct vocabulary {
    std::uint32_t bucket_bits = 0;               ///< buckets: 2^bucket_bits
    std::span<const std::uint32_t> bucket_begin; ///< first row of each bucket, and the row count
    std::span<const std::uint32_t> fingerprints; ///< one a row
    std::span<const float> idf;                  ///< one a row: 1 + ln((1 + N) / (1 + df))
    float unknown_idf = 1.0F;                    ///< the same for df = 0

    [[nodiscard]] std::size_t rows() const noexcept { return fingerprints.size(); }

    /// The row of `key`, or `no_row`.
    [[nodiscard]] std::uint32_t find(std::uint64_t key) const noexcept;
};

/// The known features of one sample, block after block, and how much of it is known.
struct active_features {
    std::vector<std::uint32_t> rows;
    std::vector<float> idf;                       ///< parallel to `rows`
    std::array<std::uint32_t, block_count> end{}; ///< where each block ends in `rows`
    float coverage = 1.0F; ///< idf of the known words over idf of all words; 0 for no words at all
    std::vector<std::uint32_t> row_of_key; ///< or no_row; by place among the keys
};

/// Looks every key up; `active` is replaced, its memory kept.
void look_up(const vocabulary& words, const feature_keys& keys, active_features& active);

/// The same for a part of the sample that `whole` was looked up for; only what the part added to
/// `keys` has to be looked for, and is noted in `whole`.
void look_up_part(const vocabulary& words, const feature_keys& keys, const feature_places& part,
                  active_features& whole, active_features& active);

/// How a network weighs its input: v = idf^(1/2) or idf, each block L2-normalised by itself, times
/// the block's weight, the whole L2-normalised, times `input_norm`. A block of weight 0 is unused.
struct weighting {
    std::array<float, block_count> blocks{1.0F, 1.0F, 1.0F, 1.0F, 0.0F};
    bool square_root = true;
};
inline constexpr float input_norm = 1.5F;

/// Writes the weight of each active feature to `weights`, which is resized to match.
void weigh(const active_features& active, const weighting& by, std::vector<float>& weights);

/// What goes into a vocabulary, by block: features in fewer samples than this are left out.
struct vocabulary_limits {
    std::array<std::uint32_t, block_count> min_df{1, 1, 1, 1, 1};
    std::uint32_t max_rows =
        0; ///< min_df of bigrams, characters and pairs rises until this holds; 0: no limit
};

/// A vocabulary under construction, owning what `vocabulary` views.
class vocabulary_builder {
public:
    /// Counts the features of one training sample.
    void count(const feature_keys& keys);

    /// Chooses and numbers the rows; idf counts `samples` (the number of `count` calls that are
    /// messages in their own right) as N. Call once.
    void finish(const vocabulary_limits& limits);

    /// Valid after `finish`, until the builder is gone.
    [[nodiscard]] vocabulary view() const noexcept;

private:
    struct entry {
        std::uint64_t key;
        std::uint32_t df;
        block kind;
    };
    void merge_pending();
    void apply(vocabulary_limits limits);

    std::vector<entry> pending_;
    std::vector<entry> entries_; // by key, each once
    std::uint32_t samples_ = 0;
    std::uint32_t bucket_bits_ = 0;
    std::vector<std::uint32_t> bucket_begin_;
    std::vector<std::uint32_t> fingerprints_;
    std::vector<float> idf_;
};

} // namespace gaitkeeper::match
