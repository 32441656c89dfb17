#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "gaitkeeper/net/options.hpp"

namespace gaitkeeper::net {

/// Counts the open connections, in all and per client. Safe from any thread; only connecting and
/// leaving take its locks, never a message.
class gate {
public:
    explicit gate(const limits& most) : most_(most) {}
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;

    /// A place that is given back on destruction.
    class place {
    public:
        place() = default;
        place(place&& from) noexcept
            : gate_(std::exchange(from.gate_, nullptr)), key_(std::move(from.key_)) {}
        place& operator=(place&&) = delete;
        ~place() {
            if (gate_ != nullptr) gate_->leave(key_);
        }

    private:
        friend class gate;
        place(gate& owner, std::string key) : gate_(&owner), key_(std::move(key)) {}
        gate* gate_ = nullptr;
        std::string key_; ///< empty for a place among all
    };

    /// A place among all connections; nothing when they are too many.
    [[nodiscard]] std::optional<place> enter();

    /// A place among those of one client.
    [[nodiscard]] std::optional<place> enter(const std::string& client);

    [[nodiscard]] std::size_t open() const { return open_.load(std::memory_order_relaxed); }

    /// Some are let in over the limit only to be told so.
    static constexpr std::size_t room_to_refuse = 256;

    [[nodiscard]] bool is_full() const { return open() > most_.connections; }

private:
    void leave(const std::string& key);

    struct shard {
        std::mutex lock;
        std::map<std::string, std::size_t> open;
    };
    shard& shard_of(const std::string& key) {
        return shards_[std::hash<std::string>{}(key) % shards_.size()];
    }

    limits most_;
    std::atomic<std::size_t> open_{0};
    std::array<shard, 16> shards_;
};

} // namespace gaitkeeper::net
