#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "gaitkeeper/engine.hpp"
#include "gaitkeeper/net/log_sink.hpp"
#include "gaitkeeper/teamchat/expiring_map.hpp"

namespace gaitkeeper::teamchat {

/// What every team chat needs of the program around it.
struct services {
    std::function<engine()> engine_now; ///< the content of this moment
    std::string default_locale, default_region;
    std::function<void(const reply&, std::chrono::nanoseconds took)> answered; ///< may be empty
    net::log_sink log; ///< codes and counts, never a person's words
};

struct talk_limits {
    std::size_t talks = 50'000;         ///< then the one used longest ago is forgotten
    std::chrono::seconds idle{30 * 60}; ///< then it is as if it had never been
};

/// A message of a person in a place.
struct said {
    std::string_view talk;   ///< which conversation: platform, place, thread and person
    std::string_view text;   ///< without markup
    std::string_view locale; ///< the person's setting; empty where it is not known
    std::string_view order;  ///< grows with the platform's own order ("1700000000.000100"), if it
                             ///< tells one
};

/// The conversations of a platform: what the engine
/// remembers of each, never a person's words. Safe from any thread; two messages of one
/// conversation are answered one after the other.
class talks {
public:
    /// `with` outlives it.
    talks(const services& with, const talk_limits& most)
        : services_(with), talks_(most.talks, most.idle) {}

    /// A message that arrives after a newer one is answered, and changes nothing.
    [[nodiscard]] reply respond(const said& now_said, time_point now);

private:
    struct talk {
        std::mutex busy;
        conversation state;
        std::string newest;
    };

    std::shared_ptr<talk> find(std::string_view key, time_point now);

    const services& services_;
    std::mutex lock_;
    expiring_map<std::shared_ptr<talk>> talks_;
};

} // namespace gaitkeeper::teamchat
