#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/conversation.hpp"
#include "gaitkeeper/net/task.hpp"
#include "gaitkeeper/reply.hpp"
#include "gaitkeeper/web/rate.hpp"

namespace gaitkeeper::web {

/// A reply frame that may be sent again, and the client's id of what it answers.
struct remembered_reply {
    std::string id;
    std::uint64_t seq = 0;
    std::string frame;
};

/// The last replies of a conversation. A row whose end meets its beginning: a new one takes the
/// oldest one's place and nothing is moved.
class reply_memory {
public:
    /// Forgets the oldest until there are `most` at the most and they take `bytes` at the most; the
    /// new one is kept in any case.
    void add(remembered_reply one, std::size_t most, std::size_t bytes);

    /// The reply to a client's id; null for none.
    [[nodiscard]] const remembered_reply* find(std::string_view id) const;

    /// Those after a sequence number, oldest first.
    template <class Tell>
    void each_after(std::uint64_t seq, Tell tell) const {
        for (std::size_t i = 0; i < count_; ++i) {
            if (const auto& one = row_[(first_ + i) % row_.size()]; one.seq > seq) tell(one);
        }
    }

    /// About what they take.
    [[nodiscard]] std::size_t bytes() const {
        return frame_bytes_ + row_.size() * sizeof(remembered_reply);
    }

private:
    std::vector<remembered_reply> row_;
    std::size_t first_ = 0, count_ = 0, frame_bytes_ = 0;
};

/// A conversation between two connections: what was said by us and what the engine remembers, never
/// a word of the person's. Several connections may hold it; whoever reads or changes it holds
/// `busy`.
struct session_state {
    std::mutex busy;
    std::string resume;  ///< the secret that finds it again; never changes
    std::string session; ///< its public name; never changes
    std::string locale, region;
    conversation talk;
    std::uint64_t seq = 0;
    reply_memory replies;
    std::vector<suggestion> offered; ///< by the last reply
    rate_gauge rate;
    std::map<std::uint64_t, std::function<void()>> watchers; ///< told of each new reply
    std::uint64_t next_watcher = 0;

    std::atomic<std::int64_t> used{0}; ///< steady milliseconds; the store's
    std::atomic<std::size_t> bytes{0}; ///< about what it takes; the store's
};

using session_handle = std::shared_ptr<session_state>;

/// Where conversations are between two messages. A store that several servers share loads in `find`
/// and writes in `keep`; the session code does not notice.
class conversation_store {
public:
    virtual ~conversation_store() = default;

    /// The conversation of a resume token; nothing when it is unknown or too old.
    [[nodiscard]] virtual net::task<session_handle> find(std::string resume, time_point now) = 0;

    /// Notes a new conversation, or that one has changed. Nothing is sent before this has returned.
    [[nodiscard]] virtual net::task<void> keep(session_handle changed, time_point now) = 0;

    /// Its person has said goodbye: nothing of it is found any more.
    [[nodiscard]] virtual net::task<void> forget(session_handle ended) = 0;
};

struct store_limits {
    std::size_t sessions = 50'000;         ///< then the one used longest ago is forgotten
    std::size_t bytes = 256 * 1024 * 1024; ///< likewise
    milliseconds idle{30 * 60 * 1000};     ///< then it is as if it had never been
};

/// In this process's memory. Safe from any thread; a message touches no lock of the store, only the
/// coming and going of conversations does.
[[nodiscard]] std::unique_ptr<conversation_store> make_memory_store(const store_limits& most);

} // namespace gaitkeeper::web
