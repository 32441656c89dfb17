#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gaitkeeper/slack/installations.hpp"

namespace gaitkeeper::slack {

enum class event_kind : std::uint8_t {
    challenge,    ///< Slack asks whether the address is ours
    rate_limited, ///< Slack tells that it holds back events
    message,      ///< somebody wrote where the app is
    mention,      ///< somebody wrote to the app
    removed,      ///< the app was removed, or its bot token was revoked
    other,        ///< anything else, known or not
};

/// Where a message stands.
enum class place : std::uint8_t { direct, group_direct, channel };

/// What the Events API delivers, as one flat event; owns its strings. What a kind does not have is
/// empty, and so is an identifier that is none.
struct event {
    event_kind kind = event_kind::other;
    std::string challenge;
    std::string app, id;
    std::optional<std::chrono::sys_seconds> time;
    workspace in;         ///< the installation that may see it
    std::string bot_user; ///< our own user there, where it is told
    slack::place place = place::channel;
    std::string channel, user, bot, subtype, ts, thread_ts;
    std::string text; ///< mrkdwn as written
    bool is_hidden = false;
};

/// Reads the body of an event request, or the payload of a socket's envelope. Nothing for what is
/// not one JSON object with a type that needs nothing more than it has, or nested deeper than 64.
[[nodiscard]] std::optional<event> parse_event(std::string_view json);

/// What becomes of an event.
enum class fate : std::uint8_t {
    answer,
    own,       ///< a bot wrote it, maybe we
    edit,      ///< changed, deleted, joined, …: no question
    elsewhere, ///< not said to us
    silent,    ///< nothing to read
    stale,     ///< older than any retry
};

enum class group_talk : std::uint8_t { ignored, answered };

/// Which messages and mentions get an answer, apart from those that were delivered before.
[[nodiscard]] fate judge(const event& one, group_talk groups, std::chrono::sys_seconds now);

} // namespace gaitkeeper::slack
