#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "match/model.hpp"
#include "match/train.hpp"

namespace gaitkeeper::match {

/// What a model said of one message that it had not learnt, and what was true.
struct evidence {
    float score = 0.0F;     ///< as in `prediction`
    float coverage = 0.0F;  ///< as in `prediction`
    float top = 1.0F;       ///< probability of the best in-scope class
    std::uint32_t best = 0; ///< that class
    bool in_scope = false;  ///< the truth
    bool right = false;     ///< in scope, and the best class is one of the row's
};

[[nodiscard]] evidence evidence_of(const unseen_prediction& p, bool in_scope, bool right) noexcept;

/// What plays the out-of-scope messages among the evidence.
enum class strangers : std::uint8_t {
    real,   ///< messages that people marked so: some intents attract more of them than others
    hidden, ///< rows of intents kept from training; which intents those resemble says nothing
};

/// Logistic regression (a little ridge; Newton's method in doubles) from evidence to the truth of
/// `in_scope`. No weight is negative: more score, coverage or certainty never lowers confidence.
/// With enough real strangers each class has a bias of its own, drawn towards 0 where evidence is
/// thin. Rows of one kind only give a calibration by score alone that no message falls below one
/// half of. `classes` is the number of the model's classes.
[[nodiscard]] calibration fit_calibration(std::span<const evidence> rows, std::size_t classes,
                                          strangers kind);

/// The confidence that `c` gives; the arithmetic is the model's own.
[[nodiscard]] float confidence_of(const calibration& c, const evidence& row) noexcept;

/// The confidence of each row, by a calibration fitted to the other four fifths of them, so that
/// thresholds do not flatter themselves; by `c`, fitted to all, where there are too few.
[[nodiscard]] std::vector<float> fair_confidences(std::span<const evidence> rows,
                                                  const calibration& c, std::size_t classes,
                                                  strangers kind);

/// Both operating points for rows of these confidences. `keep` is the highest threshold that costs
/// at most `keep_cost` (a share of the in-scope rows) of right answers; `balanced` maximises the
/// share of in-scope rows answered rightly plus the share of out-of-scope rows refused, and is
/// `keep` when there are none of the latter. `own_is_balanced` is left false.
[[nodiscard]] operating_points choose_points(std::span<const evidence> rows,
                                             std::span<const float> confidences,
                                             double keep_cost = 0.01);

} // namespace gaitkeeper::match
