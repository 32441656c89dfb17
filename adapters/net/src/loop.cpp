#include "loop.hpp"

#include <algorithm>

namespace gaitkeeper::net {
namespace {

constexpr std::chrono::milliseconds tick{100};

// Thousands of clients that come back at the same moment are a load of their own, so goodbyes are
// spread: a twentieth a tick, which is two seconds for any number.
constexpr std::size_t slices = 20;
constexpr std::size_t smallest_slice = 100;

} // namespace

task<void> loop::sweep(common& shared) {
    timer clock(io);
    std::size_t slice = 0;
    steady::time_point patience;
    while (true) {
        clock.expires_after(tick);
        co_await clock.async_wait(as_value);
        const auto now = steady::now();
        for (auto& one : open) {
            if (one.deadline > now) continue;
            one.expect_nothing();
            one.expire();
        }
        if (!shared.draining.load(std::memory_order_relaxed)) continue;
        if (slice == 0) {
            slice = std::max(smallest_slice, open.size() / slices);
            patience =
                now + shared.options.drain_time - 3 * tick; // dropping takes a moment as well
        }
        if (open.empty()) co_return;
        for (std::size_t told = 0; told < slice; ++told) {
            auto& one = open.front();
            open.splice(open.end(), open, open.begin());
            one.drain();
        }
        if (now < patience) continue;
        for (auto& one : open)
            one.abort();
        co_return;
    }
}

} // namespace gaitkeeper::net
