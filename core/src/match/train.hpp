#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gaitkeeper/error.hpp"
#include "match/model.hpp"
#include "match/model_file.hpp"
#include "match/network.hpp"

namespace gaitkeeper::match {

/// One example message, owning what `sample_text` views.
struct training_row {
    std::vector<std::string> words;
    bool unsegmented = false;
    std::vector<std::string> concepts;
    std::vector<std::uint32_t> classes; ///< one, or several that share the row's target equally
    float weight = 1.0F;                ///< > 0; how much the row counts beside others
};

/// What to train, by its price.
enum class model_kind : std::uint8_t {
    standard, ///< one network of 256 units, of 128 for few classes; two of 128 for fewer than
              ///< `many_rows` rows
    fast,     ///< a linear model: smaller where classes are few, quicker, a little less accurate
    accurate, ///< three networks averaged: about three times the size and time
};

struct train_options {
    model_kind kind = model_kind::standard;
    bool noised_copies = true; ///< a copy with one typing error a row, from `many_rows` rows on
    std::size_t threads = 1;   ///< changes the time, never the bytes
    std::uint64_t seed = 1;
    std::function<void(double)> progress; ///< hears the share done, 0 to 1, on the calling thread

    /// In place of what the kind prescribes; for experiments and benchmarks.
    std::optional<network_options> network;
    std::optional<weighting> input_weights;
    std::optional<vocabulary_limits> limits;
};

/// From so many rows on, training takes the settings for large sets (matching-recipe: idf^(1/2),
/// batches of 32, noised copies, rare features dropped).
inline constexpr std::size_t many_rows = 3000;

/// Limits of `train`; past them it answers limit_exceeded.
inline constexpr std::size_t max_training_rows = 1'000'000;

/// Trains a model. Deterministic: the same rows in the same order, classes, options (threads
/// aside) give the same bytes. The model's confidence is not yet calibrated: see `calibrate`.
/// Errors: bad_input for no rows, fewer than two classes with rows, a class number out of range, a
/// row without a class, a weight that is not a positive number, or a class list without an
/// in-scope class; limit_exceeded past the limits above.
[[nodiscard]] result<model_bytes> train(std::span<const training_row> rows,
                                        std::span<const class_info> classes,
                                        const train_options& options = {});

/// What a model that never saw a row says of it.
struct unseen_prediction {
    std::vector<float> logits;        ///< per class
    std::vector<float> probabilities; ///< per class
    std::uint32_t best = 0;           ///< as in `prediction`
    float score = 0.0F;
    float coverage = 0.0F;
};

/// Predicts every row by a model trained on the other folds, in the order of `rows`. Rows of equal
/// words fall into the same fold; folds are balanced by class. `extra` rows (intent names, say)
/// join every training. Errors: as `train`; bad_input for fewer than two folds.
[[nodiscard]] result<std::vector<unseen_prediction>>
cross_validate(std::span<const training_row> rows, std::span<const class_info> classes,
               const train_options& options, std::size_t folds,
               std::span<const training_row> extra = {});

/// Predictions for rows whose intents the model has never met, beside unseen rows of intents that
/// it has: what stands in for out-of-scope messages when there are none.
struct unknown_intent_rows {
    std::vector<std::size_t> rows;              ///< indices into the rows given
    std::vector<bool> known;                    ///< parallel: some intent of the row was trained
    std::vector<unseen_prediction> predictions; ///< parallel
};

/// In each of `rounds` rounds a fifth of the in-scope intents is hidden from training and a fifth
/// of the other rows held out. At most five rounds, which hide each intent once. Errors: as
/// `train`.
[[nodiscard]] result<unknown_intent_rows> hide_intents(std::span<const training_row> rows,
                                                       std::span<const class_info> classes,
                                                       const train_options& options,
                                                       std::size_t rounds,
                                                       std::span<const training_row> extra = {});

/// Predicts one row.
[[nodiscard]] unseen_prediction predict_row(const model& with, const training_row& row,
                                            workspace& scratch);

} // namespace gaitkeeper::match
