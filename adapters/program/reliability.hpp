#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::program {

/// A confidence that was stated, and whether what it promised came true.
struct outcome {
    double confidence = 0; ///< 0 to 1
    bool came_true = false;
};

/// One row of a reliability table: outcomes whose confidence lies in [low, high).
struct confidence_bin {
    double low = 0, high = 0;
    std::size_t outcomes = 0;
    double mean_confidence = 0;
    double came_true = 0; ///< share of the bin's outcomes
};

/// What answering only from a confidence on costs.
struct threshold_row {
    double threshold = 0;
    double answered = 0; ///< outcomes that reach it, of all
    double error = 0;    ///< of those, the share that did not come true
};

/// Ten bins of equal width; empty ones too.
[[nodiscard]] std::vector<confidence_bin> reliability(std::span<const outcome> outcomes);

/// Thresholds 0.1 to 0.9.
[[nodiscard]] std::vector<threshold_row> by_threshold(std::span<const outcome> outcomes);

/// The bins as lines of text; `promise` heads the column of what came true ("in scope").
[[nodiscard]] std::string to_table(std::span<const confidence_bin> bins, std::string_view promise);

/// The bins as a picture (SVG): stated confidence against what came true, and the diagonal.
[[nodiscard]] std::string to_svg(std::span<const confidence_bin> bins, std::string_view promise);

} // namespace gaitkeeper::program
