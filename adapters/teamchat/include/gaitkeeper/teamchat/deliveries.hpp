#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>

#include "gaitkeeper/teamchat/expiring_map.hpp"

namespace gaitkeeper::teamchat {

/// Remembers what has been delivered, so that a retry is answered once, also while the first is
/// still in hand. Safe from any thread.
class deliveries {
public:
    /// Platforms retry for six minutes and more.
    static constexpr std::chrono::seconds life{10 * 60};

    explicit deliveries(std::size_t most = 100'000) : seen_(most, life) {}

    /// True for the one caller that comes first with every one of these keys; empty keys do not
    /// count. All of them are remembered in any case.
    [[nodiscard]] bool is_first(std::initializer_list<std::string_view> keys, time_point now) {
        const std::scoped_lock held(lock_);
        bool first = true;
        for (const auto key : keys) {
            if (key.empty()) continue;
            if (seen_.find(key, now) != nullptr)
                first = false;
            else
                seen_.put(key, {}, now);
        }
        return first;
    }

private:
    struct nothing {};

    std::mutex lock_;
    expiring_map<nothing> seen_;
};

} // namespace gaitkeeper::teamchat
