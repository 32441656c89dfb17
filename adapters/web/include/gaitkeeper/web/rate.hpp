#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace gaitkeeper::web {

using time_point = std::chrono::steady_clock::time_point;
using std::chrono::microseconds;
using std::chrono::milliseconds;

/// So many at once, and one more every `every`.
struct rate_rule {
    microseconds every{1'000'000};
    std::uint32_t burst = 5;
};

/// A rate limit in one number (the generic cell rate algorithm): when the next one would be on
/// time. Safe from any thread, without a lock.
class rate_gauge {
public:
    /// Zero when one more is allowed, which is then counted; else how long to wait.
    [[nodiscard]] milliseconds ask(const rate_rule& rule, time_point now) {
        const auto present = in_microseconds(now);
        const auto ahead = rule.every.count() * (static_cast<std::int64_t>(rule.burst) - 1);
        auto due = due_.load(std::memory_order_relaxed);
        while (true) {
            if (due - present > ahead)
                return std::chrono::ceil<milliseconds>(microseconds(due - present - ahead));
            const auto next = std::max(due, present) + rule.every.count();
            if (due_.compare_exchange_weak(due, next, std::memory_order_relaxed))
                return milliseconds::zero();
        }
    }

    /// Nothing is remembered any more that would change an answer.
    [[nodiscard]] bool is_idle(time_point now) const {
        return due_.load(std::memory_order_relaxed) <= in_microseconds(now);
    }

private:
    static std::int64_t in_microseconds(time_point now) {
        return std::chrono::duration_cast<microseconds>(now.time_since_epoch()).count();
    }

    std::atomic<std::int64_t> due_{0}; ///< microseconds of the steady clock
};

} // namespace gaitkeeper::web
