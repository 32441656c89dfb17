#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "gaitkeeper/net/client.hpp"
#include "gaitkeeper/net/log_sink.hpp"
#include "gaitkeeper/slack/api_answer.hpp"
#include "gaitkeeper/slack/outbox.hpp"

namespace gaitkeeper::slack {

struct post_queue_options {
    std::string base = "https://slack.com/api/"; ///< ends in a slash
    std::size_t of_channel = 64;                 ///< waiting in one channel; then the oldest goes
    std::size_t in_all = 20'000;        ///< waiting in all; then the same, or else the new one
    std::size_t at_once = 8;            ///< requests under way
    std::chrono::seconds keep{30 * 60}; ///< the life of a response_url; then a call is dropped
    std::chrono::milliseconds first_pause{1'000}, longest_pause{60'000}; ///< between attempts
    unsigned attempts = 8;          ///< of a call of which nothing has arrived
    std::function<double()> random; ///< from 0 to 1; spreads the pauses
    net::log_sink log;
};

/// What became of calls so far.
struct post_figures {
    std::uint64_t sent = 0, retried = 0;
    std::uint64_t limited = 0;     ///< the vendor said that it was too much, and how long to wait
    std::uint64_t crowded_out = 0; ///< a queue was full
    std::uint64_t outdated = 0;    ///< waited for too long
    std::uint64_t failed = 0;      ///< the vendor refused, or every attempt was in vain
};

/// A request to be made now, and by which number to say what came of it.
struct api_request {
    std::uint64_t ticket = 0;
    net::outgoing_request what;
};

/// The calls that wait for the vendor, without a socket or a clock. In a channel one call is under
/// way at a time, so order is kept, whatever fails. Too many requests hold that method in that
/// workspace for as long as the vendor says. Where a call may have arrived it is tried once more at
/// most.
class post_queue {
public:
    /// The store outlives the queue.
    post_queue(post_queue_options options, installation_store& installations);

    void take(outgoing call, instant now);

    /// What to send at once; nothing where all waits for an answer or for time.
    [[nodiscard]] std::optional<api_request> next(instant now);

    /// What came of a request that `next` gave.
    void finish(std::uint64_t ticket, const net::sent& got, instant now);

    /// When `next` may have something that only time keeps back.
    [[nodiscard]] instant wake() const;

    [[nodiscard]] bool is_empty() const { return waiting_ == 0 && in_hand_.empty(); }
    [[nodiscard]] const post_figures& seen() const { return seen_; }

private:
    struct entry {
        outgoing call;
        instant taken;
        unsigned attempts = 0;
        bool is_doubtful = false; ///< it may have arrived once
    };
    struct lane {
        std::deque<entry> calls;
        bool is_in_hand = false; ///< one of its calls is
    };
    struct attempt {
        std::string lane;
        entry what;
    };

    void enlist(const std::string& key, instant when);
    void rouse(instant now);
    void drop_outdated(lane& from, instant now);
    void put_back(attempt again, instant when);
    void settle(attempt tried, const api_answer& got, instant now);
    void note(const entry& what, const api_answer& got) const;
    [[nodiscard]] std::chrono::milliseconds pause(unsigned attempts) const;

    post_queue_options options_;
    installation_store& installations_;
    std::unordered_map<std::string, lane> lanes_;
    std::deque<std::string> ready_;
    std::set<std::pair<instant, std::string>> resting_;
    std::unordered_map<std::string, instant> held_; ///< by method and workspace
    std::unordered_map<std::uint64_t, attempt> in_hand_;
    std::size_t waiting_ = 0;
    std::uint64_t tickets_ = 0;
    post_figures seen_;
};

} // namespace gaitkeeper::slack
