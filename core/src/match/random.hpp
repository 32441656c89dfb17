#pragma once

#include <array>
#include <cstdint>

namespace gaitkeeper::match {

/// One step of splitmix64 (Steele, Lea and Flood 2014), used alone as a stateless mixer of seeds.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

/// xoshiro256++ (Blackman and Vigna 2019), seeded through splitmix64. Chosen over <random>
/// because the distributions there differ between standard libraries, and a model must not.
class random_source {
public:
    explicit constexpr random_source(std::uint64_t seed) noexcept {
        for (auto& word : state_)
            word = seed = mix(seed);
    }

    /// 64 uniform bits.
    constexpr std::uint64_t next() noexcept {
        const auto result = rotate(state_[0] + state_[3], 23) + state_[0];
        const auto t = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    /// Uniform in [0, bound); bound > 0. The bias of the multiply-shift is below 2^-32 for our
    /// bounds.
    constexpr std::uint32_t below(std::uint32_t bound) noexcept {
        return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
    }

    /// Near-normal with mean 0 and variance 1: the sum of twelve uniforms, which needs no libm.
    constexpr float normal() noexcept {
        float sum = -6.0F;
        for (int i = 0; i < 6; ++i) {
            const auto bits = next();
            sum += static_cast<float>(bits >> 40U) * 0x1p-24F;
            sum += static_cast<float>(bits & 0xffffffU) * 0x1p-24F;
        }
        return sum;
    }

private:
    static constexpr std::uint64_t rotate(std::uint64_t x, unsigned by) noexcept {
        return (x << by) | (x >> (64U - by));
    }

    std::array<std::uint64_t, 4> state_{};
};

} // namespace gaitkeeper::match
