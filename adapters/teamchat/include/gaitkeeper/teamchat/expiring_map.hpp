#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace gaitkeeper::teamchat {

using time_point = std::chrono::sys_seconds;

/// Values by key, so many at most and each for so long after it was last put. Not for use by two
/// threads at once.
template <class Value>
class expiring_map {
public:
    expiring_map(std::size_t most, std::chrono::seconds life) : most_(most), life_(life) {}

    /// Null when there is none or it is too old. Good until the next call.
    [[nodiscard]] Value* find(std::string_view key, time_point now) {
        const auto at = by_key_.find(key);
        if (at == by_key_.end() || now - at->second->since >= life_) return nullptr;
        return &at->second->value;
    }

    /// Puts it in, or in the place of what was there; the one put longest ago goes when they are
    /// too many.
    Value& put(std::string_view key, Value value, time_point now) {
        erase(key);
        while (!row_.empty() && (row_.size() >= most_ || now - row_.front().since >= life_))
            erase(std::string(row_.front().key));
        row_.push_back({std::string(key), std::move(value), now});
        by_key_.emplace(row_.back().key, std::prev(row_.end()));
        return row_.back().value;
    }

    [[nodiscard]] std::size_t size() const { return row_.size(); }

private:
    struct place {
        std::string key;
        Value value;
        time_point since;
    };

    void erase(std::string_view key) {
        const auto at = by_key_.find(key);
        if (at == by_key_.end()) return;
        const auto one = at->second;
        by_key_.erase(at);
        row_.erase(one);
    }

    std::size_t most_;
    std::chrono::seconds life_;
    std::list<place> row_; ///< as they were put, oldest first
    std::unordered_map<std::string_view, typename std::list<place>::iterator> by_key_;
};

} // namespace gaitkeeper::teamchat
