#include "named_talks.hpp"

namespace gaitkeeper::program {

conversation& named_talks::find(const std::string& name) {
    if (name.empty()) return alone_ = {};
    const auto [at, fresh] = talks_.try_emplace(name);
    if (fresh) {
        order_.push_back(name);
        if (order_.size() > most) {
            talks_.erase(order_.front());
            order_.pop_front();
        }
    }
    return at->second;
}

} // namespace gaitkeeper::program
