#include "gaitkeeper/slack/post_queue.hpp"

#include <algorithm>

#include "api_request.hpp"

namespace gaitkeeper::slack {
namespace {

// A response_url has a limit of its own, so others do not wait for it.
std::string hold_key(const outgoing& call) {
    const auto* in = workspace_of(call);
    return in == nullptr ? lane_of(call) : std::string(method_of(call)) + ' ' + key_of(*in);
}

} // namespace

post_queue::post_queue(post_queue_options options, installation_store& installations)
    : options_(std::move(options)), installations_(installations) {}

void post_queue::take(outgoing call, instant now) {
    auto key = lane_of(call);
    auto& into = lanes_[key];
    const bool is_listed = into.is_in_hand || !into.calls.empty();
    const bool is_full = waiting_ >= options_.in_all;
    if (is_full && into.calls.empty()) {
        ++seen_.crowded_out;
        if (!into.is_in_hand) lanes_.erase(key);
        return;
    }
    if (is_full || into.calls.size() >= options_.of_channel) {
        into.calls.pop_front();
        --waiting_;
        ++seen_.crowded_out;
    }
    into.calls.push_back({std::move(call), now});
    ++waiting_;
    if (!is_listed) ready_.push_back(std::move(key));
}

std::optional<api_request> post_queue::next(instant now) {
    rouse(now);
    while (!ready_.empty() && in_hand_.size() < options_.at_once) {
        const auto key = std::move(ready_.front());
        ready_.pop_front();
        auto& from = lanes_.at(key);
        drop_outdated(from, now);
        if (from.calls.empty()) {
            lanes_.erase(key);
            continue;
        }
        const auto held = held_.find(hold_key(from.calls.front().call));
        if (held != held_.end()) {
            resting_.emplace(held->second, key);
            continue;
        }
        attempt made{key, std::move(from.calls.front())};
        from.calls.pop_front();
        --waiting_;
        from.is_in_hand = true;
        const auto* in = workspace_of(made.what.call);
        const auto found = in != nullptr ? installations_.find(*in) : installation{};
        if (!found) {
            settle(std::move(made), {outcome::hopeless, {}, "not_installed"}, now);
            continue;
        }
        auto request = to_request(made.what.call, options_.base, found->bot_token);
        in_hand_.emplace(++tickets_, std::move(made));
        return api_request{tickets_, std::move(request)};
    }
    return std::nullopt;
}

void post_queue::finish(std::uint64_t ticket, const net::sent& got, instant now) {
    auto node = in_hand_.extract(ticket);
    if (node.empty()) return;
    auto tried = std::move(node.mapped());
    const bool is_respond = workspace_of(tried.what.call) == nullptr;
    const auto answer = is_respond ? judge_respond(got) : judge_method(got);
    settle(std::move(tried), answer, now);
}

instant post_queue::wake() const {
    return resting_.empty() ? instant::max() : resting_.begin()->first;
}

void post_queue::settle(attempt tried, const api_answer& got, instant now) {
    auto& what = tried.what;
    note(what, got);
    if (got.outcome == outcome::limited) {
        ++seen_.limited;
        auto& held = held_[hold_key(what.call)];
        held = std::max(held, now + got.wait);
        return put_back(std::move(tried), held);
    }
    const bool may_retry =
        (got.outcome == outcome::not_arrived && what.attempts + 1 < options_.attempts) ||
        (got.outcome == outcome::doubtful && !what.is_doubtful);
    if (may_retry) {
        what.is_doubtful = what.is_doubtful || got.outcome == outcome::doubtful;
        const auto until = now + pause(what.attempts++);
        return put_back(std::move(tried), until);
    }
    if (got.outcome == outcome::removed) installations_.forget(*workspace_of(what.call));
    ++(got.outcome == outcome::done ? seen_.sent : seen_.failed);
    auto& home = lanes_.at(tried.lane);
    home.is_in_hand = false;
    if (home.calls.empty())
        lanes_.erase(tried.lane);
    else
        ready_.push_back(std::move(tried.lane));
}

void post_queue::put_back(attempt again, instant when) {
    ++seen_.retried;
    auto& home = lanes_.at(again.lane);
    home.is_in_hand = false;
    home.calls.push_front(std::move(again.what));
    ++waiting_;
    resting_.emplace(when, std::move(again.lane));
}

void post_queue::rouse(instant now) {
    while (!resting_.empty() && resting_.begin()->first <= now)
        ready_.push_back(std::move(resting_.extract(resting_.begin()).value().second));
    std::erase_if(held_, [&](const auto& one) { return one.second <= now; });
}

void post_queue::drop_outdated(lane& from, instant now) {
    while (!from.calls.empty() && now - from.calls.front().taken > options_.keep) {
        from.calls.pop_front();
        --waiting_;
        ++seen_.outdated;
    }
}

void post_queue::note(const entry& what, const api_answer& got) const {
    if (got.outcome == outcome::done) return;
    const bool is_bad = got.outcome == outcome::hopeless || got.outcome == outcome::removed;
    options_.log.log(is_bad ? net::log_level::warning : net::log_level::info,
                     "slack: " + std::string(method_of(what.call)) + ": " + got.code);
}

std::chrono::milliseconds post_queue::pause(unsigned attempts) const {
    constexpr unsigned most_doublings = 16;
    const auto whole = std::min(options_.longest_pause,
                                options_.first_pause * (1U << std::min(attempts, most_doublings)));
    const double share = options_.random ? options_.random() : 0.5;
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(whole.count()) * (0.5 + share)));
}

} // namespace gaitkeeper::slack
