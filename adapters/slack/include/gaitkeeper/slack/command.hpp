#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gaitkeeper/slack/installations.hpp"
#include "gaitkeeper/teamchat/fields.hpp"

namespace gaitkeeper::slack {

/// A slash command; owns its strings.
struct command {
    workspace in;
    std::string name; ///< "/…" as it was typed
    std::string user, channel, trigger;
    std::string text;       ///< without markup; may be empty
    bool is_direct = false; ///< typed in a direct message
};

/// Reads the form of a command, or its payload in a socket's envelope. Nothing where the command,
/// the person or the channel is missing.
[[nodiscard]] std::optional<command> read_command(const teamchat::fields& form);

/// Somebody used a message, a shortcut or a view of ours.
struct interaction {
    bool is_button = false; ///< anything else is acknowledged and no more
    workspace in;
    std::string user, channel, trigger, response_url;
    std::string message_ts, thread_ts; ///< of the message with the button
    bool is_ephemeral = false;         ///< only the person sees that message
    bool is_direct = false;
    std::string action, value; ///< of the button; input like any other
};

/// Reads the `payload` of a form, or of a socket's envelope. Nothing for what is no JSON object
/// with a type, or nested deeper than 64.
[[nodiscard]] std::optional<interaction> parse_interaction(std::string_view json);

} // namespace gaitkeeper::slack
