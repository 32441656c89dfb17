#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

/// The inner loops of training and predicting: plain loops that compilers vectorise. Every result
/// is a fixed sequence of IEEE additions and multiplications (built without contraction), so it is
/// the same bit for bit whatever vector width the machine has.
namespace gaitkeeper::match {

/// Rows of floats are padded to this many, and so are hidden units; no loop has a tail.
inline constexpr std::size_t lane_count = 16;
inline constexpr std::size_t unit_step = 64;

[[nodiscard]] constexpr std::size_t padded(std::size_t n, std::size_t step) noexcept {
    return (n + step - 1) / step * step;
}

/// out[i] += sum over r of scale[r] * rows[r][i], for i < n; n a multiple of lane_count.
void add_scaled_rows(float* out, std::size_t n, std::span<const float* const> rows,
                     const float* scale) noexcept;

/// out[i] += sum over r of scale[r] * table[rows[r] * n + i], with `table` of signed bytes.
void add_byte_rows(float* out, std::size_t n, const std::int8_t* table,
                   std::span<const std::uint32_t> rows, const float* scale) noexcept;

/// Inner product of n floats, n a multiple of lane_count.
[[nodiscard]] float dot(const float* a, const float* b, std::size_t n) noexcept;

/// out[i] = max(out[i], 0).
void rectify(float* out, std::size_t n) noexcept;

/// out = softmax(logits) over the first n entries; returns ln(sum(exp(logits))). n > 0.
float softmax(const float* logits, float* out, std::size_t n) noexcept;

/// e^x to about 2 units in the last place, without libm, whose results differ between machines.
[[nodiscard]] float exponential(float x) noexcept;

/// Where Adam stands: learning rate with both bias corrections folded in.
struct adam_step {
    float rate;
    float epsilon;
};

/// One Adam step (beta 0.9, 0.999) on n weights; n a multiple of lane_count.
void adam(float* weight, float* mean, float* square, const float* gradient, std::size_t n,
          adam_step step) noexcept;

} // namespace gaitkeeper::match
