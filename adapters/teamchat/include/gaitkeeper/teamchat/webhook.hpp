#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/net/http.hpp"
#include "gaitkeeper/teamchat/deliveries.hpp"
#include "gaitkeeper/teamchat/fields.hpp"
#include "gaitkeeper/teamchat/talks.hpp"
#include "gaitkeeper/teamchat/tally.hpp"

namespace gaitkeeper::teamchat {

/// The key of a conversation or a post: its parts, of each no more than any platform's ids take.
[[nodiscard]] std::string key_of(std::initializer_list<std::string_view> parts);

struct webhook_options {
    std::vector<std::string> tokens; ///< at least one, none empty; each integration has its own
    talk_limits talks;
};

/// What the webhooks of every platform share. Their requests carry a token and no signature: only
/// TLS in front of us keeps it from others. Safe from any thread.
class webhook {
public:
    /// `with` outlives it. Throws std::invalid_argument without a usable token.
    webhook(webhook_options options, const services& with);

    /// A request's fields when its token is ours; else what to refuse it with.
    struct opened {
        std::optional<fields> from;
        net::response refusal;
    };
    [[nodiscard]] opened open(const net::request& asked);

    /// Whether a post of that id comes for the first time.
    [[nodiscard]] bool is_first(std::string_view post, time_point now);

    /// The answer to what somebody said; to no words, how to ask.
    [[nodiscard]] reply respond(const said& now_said, time_point now);

    /// A text of the locale's user interface.
    [[nodiscard]] std::string text(std::string_view locale, std::string_view key) const {
        return services_.engine_now().text(locale, key);
    }

    [[nodiscard]] const tally& seen() const { return seen_; }

private:
    webhook_options options_;
    const services& services_;
    deliveries deliveries_;
    talks talks_;
    tally seen_;
};

/// What was written after the word that calls us.
[[nodiscard]] std::string_view without_trigger(std::string_view text, std::string_view trigger);

/// The time, for routes.
[[nodiscard]] time_point clock_now();

} // namespace gaitkeeper::teamchat
