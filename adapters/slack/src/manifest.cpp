#include "gaitkeeper/slack/manifest.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gaitkeeper/teamchat/letters.hpp"

namespace gaitkeeper::slack {
namespace {

namespace json = boost::json;

// Objects a member a line, for people who read it before they paste it.
void write(std::string& to, const json::value& value, std::size_t depth) {
    const auto* members = value.if_object();
    if (members == nullptr) {
        to += json::serialize(value);
        return;
    }
    to += '{';
    bool is_first = true;
    for (const auto& [key, member] : *members) {
        to += (is_first ? "\n" : ",\n") + std::string(depth + 2, ' ') +
              json::serialize(json::value(key)) + ": ";
        write(to, member, depth + 2);
        is_first = false;
    }
    to += '\n' + std::string(depth, ' ') + '}';
}

} // namespace

std::string manifest(const manifest_options& options) {
    constexpr std::size_t most_name = 35, most_description = 140;
    const bool is_socket = options.delivery == delivery::socket;
    const auto with_url = [&](json::object made, const char* key, const char* path) {
        if (!is_socket) made[key] = options.url + path;
        return made;
    };
    const auto name = teamchat::cut(options.name, most_name);
    const auto description = teamchat::cut(options.description, most_description);
    const auto command = with_url({{"command", options.command},
                                   {"description", description},
                                   {"usage_hint", options.hint},
                                   {"should_escape", false}},
                                  "url", "/slack/commands");
    const json::object all{
        {"display_information", {{"name", name}, {"description", description}}},
        {"features",
         {{"app_home",
           {{"home_tab_enabled", false},
            {"messages_tab_enabled", true}, // without both nobody can write to us directly
            {"messages_tab_read_only_enabled", false}}},
          {"bot_user", {{"display_name", name}, {"always_online", true}}},
          {"slash_commands", json::array{command}}}},
        {"oauth_config",
         {{"scopes",
           {{"bot", json::array{"app_mentions:read", "chat:write", "commands", "im:history",
                                "users:read"}}}}}},
        {"settings",
         {{"event_subscriptions",
           with_url({{"bot_events", json::array{"app_mention", "app_uninstalled", "message.im",
                                                "tokens_revoked"}}},
                    "request_url", "/slack/events")},
          {"interactivity", with_url({{"is_enabled", true}}, "request_url", "/slack/interactions")},
          {"org_deploy_enabled", false},
          {"socket_mode_enabled", is_socket},
          {"token_rotation_enabled", false}}}};
    std::string made;
    write(made, all, 0);
    return made += '\n';
}

} // namespace gaitkeeper::slack
