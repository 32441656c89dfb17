#include "gaitkeeper/slack/command.hpp"

#include "gaitkeeper/slack/mrkdwn.hpp"
#include "json.hpp"

namespace gaitkeeper::slack {
namespace {

// What Slack calls the channel of a direct message.
constexpr std::string_view direct = "directmessage";

std::string id_of(std::string_view text) {
    return teamchat::is_id(text) ? std::string(text) : std::string{};
}

workspace workspace_of(std::string_view enterprise, std::string_view team, bool is_whole) {
    workspace made{id_of(enterprise), id_of(team)};
    if (is_whole && !made.enterprise.empty()) made.team.clear();
    return made;
}

} // namespace

std::optional<command> read_command(const teamchat::fields& form) {
    command made;
    made.in = workspace_of(form["enterprise_id"], form["team_id"],
                           form["is_enterprise_install"] == "true");
    made.name = form["command"];
    made.user = id_of(form["user_id"]);
    made.channel = id_of(form["channel_id"]);
    made.trigger = id_of(form["trigger_id"]);
    made.text = read_mrkdwn(form["text"]);
    made.is_direct = form["channel_name"] == direct;
    if (made.name.empty() || made.user.empty() || made.channel.empty()) return std::nullopt;
    return made;
}

std::optional<interaction> parse_interaction(std::string_view json) {
    const maybe_object all = read_object(json);
    const auto type = string_in(all, "type");
    if (type.empty()) return std::nullopt;
    interaction made;
    const auto action = first_in(all, "actions");
    made.is_button = type == "block_actions" && string_in(action, "type") == "button";
    if (!made.is_button) return made;
    made.in = workspace_of(string_in(object_in(all, "enterprise"), "id"),
                           string_in(object_in(all, "team"), "id"),
                           is_true(all, "is_enterprise_install"));
    const auto container = object_in(all, "container"), channel = object_in(all, "channel"),
               message = object_in(all, "message");
    made.user = id_of(string_in(object_in(all, "user"), "id"));
    made.channel = id_of(string_in(channel, "id"));
    made.is_direct = string_in(channel, "name") == direct;
    made.trigger = id_of(string_in(all, "trigger_id"));
    made.response_url = string_in(all, "response_url");
    made.message_ts = id_of(string_in(container, "message_ts"));
    made.thread_ts = id_of(string_in(message, "thread_ts"));
    if (made.thread_ts.empty()) made.thread_ts = id_of(string_in(container, "thread_ts"));
    made.is_ephemeral = is_true(container, "is_ephemeral");
    made.action = string_in(action, "action_id");
    made.value = string_in(action, "value");
    return made;
}

} // namespace gaitkeeper::slack
