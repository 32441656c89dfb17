#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gaitkeeper::net {

/// So many bytes at once, and so many a second afterwards. The clock is asked only when a budget
/// is spent, so what stays within it costs a subtraction.
class byte_budget {
public:
    using clock = std::chrono::steady_clock;

    byte_budget(std::size_t a_second, std::size_t burst, clock::time_point now)
        : a_second_(std::max<std::size_t>(1, a_second)),
          burst_(std::max<std::size_t>(1, burst)),
          left_(static_cast<std::int64_t>(burst_)),
          since_(now) {}

    void spend(std::size_t bytes) { left_ -= static_cast<std::int64_t>(bytes); }

    [[nodiscard]] bool is_spent() const { return left_ <= 0; }

    /// Adds what the time has brought; zero when there is something to spend again, else how long
    /// until then.
    [[nodiscard]] std::chrono::milliseconds refill(clock::time_point now) {
        const std::chrono::duration<double> passed = now - since_;
        const auto rate = static_cast<double>(a_second_);
        constexpr double most = 1e15; // of bytes, and less than a counter holds
        // Only what has been added is paid for with time, so that a fraction is not lost.
        const auto added = static_cast<std::int64_t>(std::min(passed.count() * rate, most));
        if (added > 0) since_ = now;
        left_ = std::min(left_ + added, static_cast<std::int64_t>(burst_));
        if (left_ > 0) return std::chrono::milliseconds::zero();
        const auto seconds = static_cast<double>(1 - left_) / rate;
        constexpr double milli = 1000;
        return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * milli) + 1);
    }

private:
    std::size_t a_second_, burst_;
    std::int64_t left_;
    clock::time_point since_;
};

} // namespace gaitkeeper::net
