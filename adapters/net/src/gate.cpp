#include "gate.hpp"

namespace gaitkeeper::net {

std::optional<gate::place> gate::enter() {
    if (open_.fetch_add(1, std::memory_order_relaxed) >= most_.connections + room_to_refuse) {
        open_.fetch_sub(1, std::memory_order_relaxed);
        return std::nullopt;
    }
    return place(*this, {});
}

std::optional<gate::place> gate::enter(const std::string& client) {
    auto& in = shard_of(client);
    const std::scoped_lock held(in.lock);
    auto& count = in.open[client];
    if (count >= most_.connections_per_address) return std::nullopt;
    ++count;
    return place(*this, client);
}

void gate::leave(const std::string& key) {
    if (key.empty()) {
        open_.fetch_sub(1, std::memory_order_relaxed);
        return;
    }
    auto& in = shard_of(key);
    const std::scoped_lock held(in.lock);
    const auto at = in.open.find(key);
    if (--at->second == 0) in.open.erase(at);
}

} // namespace gaitkeeper::net
