#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace gaitkeeper::match {

/// Training samples as a network sees them, in compressed sparse rows.
struct training_set {
    std::vector<std::uint32_t> feature_begin{0}; ///< one more than there are samples
    std::vector<std::uint32_t> features;         ///< rows of U
    std::vector<float> weights;                  ///< parallel to `features`
    std::vector<std::uint32_t> label_begin{0};
    std::vector<std::uint32_t> labels; ///< a sample's classes share its target equally
    std::vector<float> importance;     ///< one a sample; 1 is normal

    [[nodiscard]] std::size_t size() const noexcept { return importance.size(); }
};

/// The recipe's settings; see the members for what was tried.
struct network_options {
    std::size_t units = 256;        ///< a multiple of unit_step
    std::size_t linear_units = 128; ///< the first so many units are linear, the others rectified
    float input_dropout =
        0.5F; ///< share of features left out, survivors scaled up; in steps of 1/256
    float hidden_dropout = 0.5F;
    float learning_rate = 0.002F; ///< falls linearly to 0
    std::size_t batch = 32;
    std::size_t epochs = 15;
    std::uint64_t seed = 1;
    std::size_t threads = 1; ///< changes the time, never the result
};

/// h = U^T x + b; h_k = max(h_k, 0) from `linear_units` on; z = V^T h + c.
struct network {
    std::size_t units = 0;
    std::size_t linear_units = 0;
    std::size_t classes = 0;
    std::size_t class_stride = 0;   ///< classes, padded to lane_count
    std::vector<float> input;       ///< U: feature rows * units
    std::vector<float> hidden_bias; ///< b: units
    std::vector<float> head;        ///< V: units * class_stride
    std::vector<float> bias;        ///< c: class_stride
};

/// Trains by Adam on softmax cross-entropy with dropout; rows of U move only when a sample touches
/// them. The same bits for every thread count: threads share out units, not additions.
/// `progress`, if any, hears the share done on the calling thread.
[[nodiscard]] network train_network(const training_set& set, std::size_t feature_rows,
                                    std::size_t classes, const network_options& options,
                                    const std::function<void(double)>& progress = {});

} // namespace gaitkeeper::match
