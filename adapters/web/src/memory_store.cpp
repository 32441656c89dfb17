#include <array>
#include <list>
#include <unordered_map>

#include "gaitkeeper/web/conversation_store.hpp"

namespace gaitkeeper::web {
namespace {

std::int64_t in_milliseconds(time_point now) {
    return std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count();
}

// What a conversation takes, roughly: its texts and as much again for what holds them.
std::size_t size_of(session_state& one) {
    constexpr std::size_t frame_of_all = 1024;
    const std::scoped_lock held(one.busy);
    std::size_t size = frame_of_all + one.replies.bytes();
    for (const auto& offer : one.offered)
        size += offer.label.size() + offer.text.size() + sizeof offer;
    return size;
}

// Conversations in the order of their coming, oldest first. Use only stamps them; who is oldest but
// has been used since then goes to the end of the row when its turn comes ("second chance").
class memory_store final : public conversation_store {
public:
    explicit memory_store(const store_limits& most) : most_(most) {}

    net::task<session_handle> find(std::string resume, time_point now) override {
        auto& in = shard_of(resume);
        const std::scoped_lock held(in.lock);
        const auto at = in.by_token.find(resume);
        if (at == in.by_token.end()) co_return nullptr;
        if (is_old(*at->second->state, now)) {
            in.forget(at->second);
            co_return nullptr;
        }
        co_return at->second->state;
    }

    net::task<void> keep(session_handle changed, time_point now) override {
        const auto size = size_of(*changed);
        const auto before = changed->bytes.exchange(size, std::memory_order_relaxed);
        auto& in = shard_of(changed->resume);
        in.bytes += size - before;
        const bool is_new =
            changed->used.exchange(in_milliseconds(now), std::memory_order_relaxed) == 0;
        if (!is_new && in.bytes < most_.bytes / shards) co_return;
        const std::scoped_lock held(in.lock);
        if (is_new) {
            in.row.push_back({changed, in_milliseconds(now)});
            in.by_token.emplace(changed->resume, std::prev(in.row.end()));
        }
        make_room(in, now);
    }

    net::task<void> forget(session_handle ended) override {
        auto& in = shard_of(ended->resume);
        const std::scoped_lock held(in.lock);
        const auto at = in.by_token.find(ended->resume);
        if (at != in.by_token.end()) in.forget(at->second);
        co_return;
    }

private:
    static constexpr std::size_t shards = 16;

    struct place {
        session_handle state;
        std::int64_t since;
    };
    struct shard {
        std::mutex lock;
        std::list<place> row;
        std::unordered_map<std::string, std::list<place>::iterator> by_token;
        std::atomic<std::size_t> bytes{0};

        void forget(std::list<place>::iterator one) {
            bytes -= one->state->bytes.exchange(0, std::memory_order_relaxed);
            by_token.erase(one->state->resume);
            row.erase(one);
        }
    };

    shard& shard_of(const std::string& token) {
        return shards_[std::hash<std::string>{}(token) % shards];
    }

    [[nodiscard]] bool is_old(const session_state& one, time_point now) const {
        return in_milliseconds(now) - one.used.load(std::memory_order_relaxed) > most_.idle.count();
    }

    void make_room(shard& in, time_point now) {
        const auto too_many = std::max<std::size_t>(1, most_.sessions / shards);
        for (auto turns = in.row.size(); turns > 1; --turns) {
            auto& oldest = in.row.front();
            const bool is_over = in.row.size() > too_many || in.bytes > most_.bytes / shards;
            if (!is_over && !is_old(*oldest.state, now)) return;
            const auto used = oldest.state->used.load(std::memory_order_relaxed);
            if (used > oldest.since && !is_old(*oldest.state, now)) {
                oldest.since = used;
                in.row.splice(in.row.end(), in.row, in.row.begin());
            } else {
                in.forget(in.row.begin());
            }
        }
    }

    store_limits most_;
    std::array<shard, shards> shards_;
};

} // namespace

std::unique_ptr<conversation_store> make_memory_store(const store_limits& most) {
    return std::make_unique<memory_store>(most);
}

} // namespace gaitkeeper::web
