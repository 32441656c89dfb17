#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace gaitkeeper::web {

using time_point = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

/// So many at once, and one more every `every`.
struct rate_rule {
    milliseconds every{1000};
    std::uint32_t burst = 5;
};

/// A rate limit in one number (the generic cell rate algorithm): when the next one would be on
/// time. Safe from any thread, without a lock.
class rate_gauge {
public:
    /// Zero when one more is allowed, which is then counted; else how long to wait.
    [[nodiscard]] milliseconds ask(const rate_rule& rule, time_point now) {
        const auto present =
            std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count();
        const auto ahead = rule.every.count() * (static_cast<std::int64_t>(rule.burst) - 1);
        auto due = due_.load(std::memory_order_relaxed);
        while (true) {
            if (due - present > ahead) return milliseconds(due - present - ahead);
            const auto next = std::max(due, present) + rule.every.count();
            if (due_.compare_exchange_weak(due, next, std::memory_order_relaxed))
                return milliseconds::zero();
        }
    }

    /// Nothing is remembered any more that would change an answer.
    [[nodiscard]] bool is_idle(time_point now) const {
        return due_.load(std::memory_order_relaxed) <=
               std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count();
    }

private:
    std::atomic<std::int64_t> due_{0}; ///< milliseconds of the steady clock
};

} // namespace gaitkeeper::web
