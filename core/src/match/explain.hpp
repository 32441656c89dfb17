#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "match/model.hpp"
#include "match/train.hpp"

namespace gaitkeeper::match {

/// What each part of a message does to each class, by leaving it out and running the same model
/// again: the logit with it minus the logit without it.
struct effects {
    std::size_t parts = 0; ///< how many were left out, one at a time
    std::size_t classes = 0;
    std::vector<float> logits; ///< parts * classes

    /// Effect of part `part` on class `c`.
    [[nodiscard]] float of(std::size_t part, std::size_t c) const noexcept {
        return logits[part * classes + c];
    }
};

/// More parts than this are not explained one by one.
inline constexpr std::size_t max_explained = 128;

/// Parts are the words. Bigrams and skip-pairs close over the gap.
[[nodiscard]] effects leave_one_out(const model& with, const sample_text& sample,
                                    workspace& scratch);

/// Parts are samples that lack something of `whole`, as the caller likes.
[[nodiscard]] effects compare(const model& with, const sample_text& whole,
                              std::span<const sample_text> lacking, workspace& scratch);

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
