#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "match/model.hpp"
#include "match/train.hpp"

namespace gaitkeeper::match {

/// What each word and concept of a sample does to each class, by leaving it out and running the
/// same model again: the logit with it minus the logit without it. Bigrams and skip-pairs close
/// over the gap.
struct effects {
    std::size_t words = 0;    ///< words looked at: all, up to `max_explained`
    std::size_t concepts = 0; ///< the same for concepts, which follow the words
    std::size_t classes = 0;
    std::vector<float> logits; ///< (words + concepts) * classes
    std::vector<float> scores; ///< words + concepts: the same for the in-scope score

    /// Effect of item `item` (words first, then concepts) on class `c`.
    [[nodiscard]] float of(std::size_t item, std::size_t c) const noexcept {
        return logits[item * classes + c];
    }
};

/// More words or concepts than this are not explained one by one.
inline constexpr std::size_t max_explained = 128;

/// Runs the model once for every word and concept and once for all.
[[nodiscard]] effects leave_one_out(const model& with, const sample_text& sample,
                                    workspace& scratch);

/// A training row and how close it lies to a sample.
struct neighbour {
    std::size_t row = 0;
    float similarity = 0.0F; ///< cosine of the first network's inputs, 0 to 1
};

/// The `most` rows closest to `sample`, closest first, ties in row order. Linear in the rows: for
/// explaining, not for answering.
[[nodiscard]] std::vector<neighbour> nearest(const model& with, const sample_text& sample,
                                             std::span<const training_row> rows, std::size_t most);

} // namespace gaitkeeper::match
