#include <mutex>
#include <utility>

#include "gaitkeeper/slack/installations.hpp"

namespace gaitkeeper::slack {
namespace {

class single_installation final : public installation_store {
public:
    explicit single_installation(std::string bot_token) : only_{std::move(bot_token), {}} {}

    std::optional<installation> find(const workspace&) override {
        const std::scoped_lock held(lock_);
        return is_there_ ? std::optional(only_) : std::nullopt;
    }

    void forget(const workspace&) override {
        const std::scoped_lock held(lock_);
        is_there_ = false;
    }

private:
    std::mutex lock_;
    installation only_;
    bool is_there_ = true;
};

} // namespace

std::unique_ptr<installation_store> make_single_installation(std::string bot_token) {
    return std::make_unique<single_installation>(std::move(bot_token));
}

} // namespace gaitkeeper::slack
