#include "match/kernels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

// A second copy of each loop for 256-bit vectors, chosen when the program starts. Both give the
// same bits. Sanitizers cannot run before the choice is made, so their builds do without.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define GAITKEEPER_WIDE [[gnu::target_clones("avx2", "default")]]
#else
#define GAITKEEPER_WIDE
#endif

namespace gaitkeeper::match {
namespace {

// Cephes' expf: e^x = 2^n e^r with |r| <= ln(2)/2.
inline float exponential_of(float x) noexcept {
    x = std::min(std::max(x, -87.0F), 88.0F);
    constexpr float round_to_integer = 12582912.0F; // 1.5 * 2^23
    const float n = (x * 1.44269504F + round_to_integer) - round_to_integer;
    const float r = (x - n * 0.693359375F) - n * -2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    return p * std::bit_cast<float>((static_cast<std::int32_t>(n) + 127) << 23);
}

// Bytes are widened eight at a time: left to itself the compiler reads 32 at once and spends more
// on taking them apart than on the sums (47,500 instructions a message in respond_bench, now
// LATER).
constexpr std::size_t at_once = 8;
using integers = std::int32_t __attribute__((vector_size(at_once * sizeof(std::int32_t))));
using floats = float __attribute__((vector_size(at_once * sizeof(float))));

inline void widen(const std::int8_t* from, floats& to) noexcept {
    const integers wide = {from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]};
    to = __builtin_convertvector(wide, floats);
}

} // namespace

float exponential(float x) noexcept {
    return exponential_of(x);
}

GAITKEEPER_WIDE void add_scaled_rows(float* __restrict out, std::size_t n,
                                     std::span<const float* const> rows,
                                     const float* scale) noexcept {
    std::size_t r = 0;
    for (; r + 4 <= rows.size(); r += 4) {
        const float* __restrict a = rows[r];
        const float* __restrict b = rows[r + 1];
        const float* __restrict c = rows[r + 2];
        const float* __restrict d = rows[r + 3];
        const float w = scale[r], x = scale[r + 1], y = scale[r + 2], z = scale[r + 3];
        for (std::size_t i = 0; i < n; ++i)
            out[i] += (w * a[i] + x * b[i]) + (y * c[i] + z * d[i]);
    }
    for (; r < rows.size(); ++r) {
        const float* __restrict a = rows[r];
        const float w = scale[r];
        for (std::size_t i = 0; i < n; ++i)
            out[i] += w * a[i];
    }
}

GAITKEEPER_WIDE void add_byte_rows(float* __restrict out, std::size_t n,
                                   const std::int8_t* __restrict table,
                                   std::span<const std::uint32_t> rows,
                                   const float* scale) noexcept {
    std::size_t r = 0;
    for (; r + 4 <= rows.size(); r += 4) {
        const std::int8_t* __restrict a = table + rows[r] * n;
        const std::int8_t* __restrict b = table + rows[r + 1] * n;
        const std::int8_t* __restrict c = table + rows[r + 2] * n;
        const std::int8_t* __restrict d = table + rows[r + 3] * n;
        const float w = scale[r], x = scale[r + 1], y = scale[r + 2], z = scale[r + 3];
#pragma GCC unroll 4
        for (std::size_t i = 0; i < n; i += at_once) {
            floats of_a, of_b, of_c, of_d, sum;
            widen(a + i, of_a);
            widen(b + i, of_b);
            widen(c + i, of_c);
            widen(d + i, of_d);
            std::memcpy(&sum, out + i, sizeof sum);
            sum += (w * of_a + x * of_b) + (y * of_c + z * of_d);
            std::memcpy(out + i, &sum, sizeof sum);
        }
    }
    for (; r < rows.size(); ++r) {
        const std::int8_t* __restrict a = table + rows[r] * n;
        const float w = scale[r];
        for (std::size_t i = 0; i < n; i += at_once) {
            floats of_a, sum;
            widen(a + i, of_a);
            std::memcpy(&sum, out + i, sizeof sum);
            sum += w * of_a;
            std::memcpy(out + i, &sum, sizeof sum);
        }
    }
}

GAITKEEPER_WIDE float dot(const float* __restrict a, const float* __restrict b,
                          std::size_t n) noexcept {
    // The lanes fix the order of the additions; one running sum would forbid vectors.
    float lanes[lane_count] = {};
    for (std::size_t i = 0; i < n; i += lane_count) {
        for (std::size_t k = 0; k < lane_count; ++k)
            lanes[k] += a[i + k] * b[i + k];
    }
    for (std::size_t half = lane_count / 2; half > 0; half /= 2) {
        for (std::size_t k = 0; k < half; ++k)
            lanes[k] += lanes[k + half];
    }
    return lanes[0];
}

GAITKEEPER_WIDE void rectify(float* out, std::size_t n) noexcept {
    for (std::size_t i = 0; i < n; ++i)
        out[i] = out[i] > 0.0F ? out[i] : 0.0F;
}

GAITKEEPER_WIDE float softmax(const float* __restrict logits, float* __restrict out,
                              std::size_t n) noexcept {
    const auto top = *std::max_element(logits, logits + n);
    for (std::size_t i = 0; i < n; ++i)
        out[i] = exponential_of(logits[i] - top);
    float sum = 0.0F;
    for (std::size_t i = 0; i < n; ++i)
        sum += out[i];
    const auto share = 1.0F / sum;
    for (std::size_t i = 0; i < n; ++i)
        out[i] *= share;
    // In double and rounded once: the last bit of a platform's log does not show.
    return top + static_cast<float>(std::log(static_cast<double>(sum)));
}

GAITKEEPER_WIDE void adam(float* __restrict weight, float* __restrict mean,
                          float* __restrict square, const float* __restrict gradient, std::size_t n,
                          adam_step step) noexcept {
    for (std::size_t i = 0; i < n; ++i) {
        const float g = gradient[i];
        mean[i] = 0.9F * mean[i] + 0.1F * g;
        square[i] = 0.999F * square[i] + 0.001F * (g * g);
        weight[i] -= step.rate * mean[i] / (std::sqrt(square[i]) + step.epsilon);
    }
}

} // namespace gaitkeeper::match
