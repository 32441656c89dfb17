#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "gaitkeeper/slack/installations.hpp"

namespace gaitkeeper::slack {

/// What is shown. `text` is mrkdwn, escaped, never empty: notifications and screen readers get it.
struct content {
    std::string text;
    std::string blocks; ///< a JSON array of Block Kit blocks, ready to send; empty for none

    friend bool operator==(const content&, const content&) = default;
};

/// `chat.postMessage`, never broadcast, with `unfurl_links`, `unfurl_media` and `link_names` false.
struct post_message {
    workspace in;
    std::string channel;
    std::string thread_ts; ///< empty: not in a thread
    content body;

    friend bool operator==(const post_message&, const post_message&) = default;
};

/// `chat.postEphemeral`: only `user` sees it.
struct post_ephemeral {
    workspace in;
    std::string channel;
    std::string thread_ts; ///< empty: not in a thread
    std::string user;
    content body;

    friend bool operator==(const post_ephemeral&, const post_ephemeral&) = default;
};

enum class audience : std::uint8_t { asker, channel }; ///< `response_type`
enum class original : std::uint8_t { keep, replace };  ///< `replace_original`

/// A POST to a `response_url`, which came out of a request: its carrier looks whether the host is
/// the vendor's. No token goes with it.
struct respond {
    std::string response_url;
    audience to = audience::asker;
    slack::original original = original::keep;
    content body;

    friend bool operator==(const respond&, const respond&) = default;
};

using outgoing = std::variant<post_message, post_ephemeral, respond>;

/// A person of a workspace, to be asked for at `users.info`.
struct person {
    workspace in;
    std::string user; ///< "U…"

    friend bool operator==(const person&, const person&) = default;
};

/// Carries what the adapter wants said. Every member returns at once, whatever the vendor does:
/// Slack is acknowledged first. Called from any thread; lives longer than the server.
class outbox {
public:
    virtual ~outbox() = default;

    /// Takes it over: queued in order per channel, bounded, sent when the vendor lets us.
    virtual void send(outgoing call) = 0;

    /// The person's language (`user.locale`, "es-ES") as far as it is known without asking; nothing
    /// when it is not.
    [[nodiscard]] virtual std::optional<std::string> known_locale(const person& who) = 0;

    /// Calls `then` exactly once, now or later and on any thread, with the person's language; with
    /// "" where it cannot be told in a second or so.
    virtual void find_locale(person who, std::function<void(std::string locale)> then) = 0;
};

} // namespace gaitkeeper::slack
