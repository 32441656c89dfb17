#include <doctest/doctest.h>

#include <set>

#include <boost/json/parse.hpp>

#include "gaitkeeper/slack/manifest.hpp"
#include "workspace.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::slack;
namespace json = boost::json;

namespace {

json::value made(delivery how = delivery::requests) {
    manifest_options options;
    if (how == delivery::requests) options.url = "https://bot.example";
    options.delivery = how;
    options.name = std::string(50, 'n');
    options.description = std::string(200, 'd');
    options.hint = "what is wrong";
    return json::parse(manifest(options));
}

std::set<std::string> texts(const json::value& list) {
    std::set<std::string> all;
    for (const auto& one : list.as_array())
        all.emplace(one.as_string());
    return all;
}

std::string path_of(const json::value& url) {
    const std::string_view text = url.as_string();
    REQUIRE(text.starts_with("https://bot.example/"));
    return std::string(text.substr(std::string_view("https://bot.example").size()));
}

} // namespace

TEST_SUITE_BEGIN("slack.manifest");

TEST_CASE("every address in the manifest is a route of the adapter, and every route is in it") {
    test::slack_workspace in;
    std::set<std::string> routes;
    for (const auto& one : in.adapter->routes(in.out))
        routes.insert(one.path);
    const auto all = made();
    CHECK(std::set<std::string>{
              path_of(all.at_pointer("/features/slash_commands/0/url")),
              path_of(all.at_pointer("/settings/event_subscriptions/request_url")),
              path_of(all.at_pointer("/settings/interactivity/request_url"))} == routes);
}

TEST_CASE(
    "each event that is subscribed to is handled, and each that is handled is subscribed to") {
    // "message.im" is the event "message" of a direct message.
    const auto kind = [](const std::string& name) {
        const auto type = name.substr(0, name.find('.'));
        return parse_event(test::envelope(R"({"type":")" + type +
                                          R"(","tokens":{"bot":["UBOT"]},"channel_type":"im"})"))
            ->kind;
    };
    std::set<event_kind> kinds;
    for (const auto& name : texts(made().at_pointer("/settings/event_subscriptions/bot_events")))
        kinds.insert(kind(name));
    CHECK(kinds == std::set{event_kind::message, event_kind::mention, event_kind::removed});
}

TEST_CASE("the bot asks for what it uses and no more") {
    CHECK(texts(made().at_pointer("/oauth_config/scopes/bot")) ==
          std::set<std::string>{"app_mentions:read", "chat:write", "commands", "im:history",
                                "users:read"});
}

TEST_CASE("people can write to it directly, and names fit Slack's limits") {
    const auto all = made();
    CHECK(all.at_pointer("/features/app_home/messages_tab_enabled") == true);
    CHECK(all.at_pointer("/features/app_home/messages_tab_read_only_enabled") == false);
    CHECK(all.at_pointer("/display_information/name").as_string() == std::string(34, 'n') + "…");
    CHECK(all.at_pointer("/display_information/description").as_string() ==
          std::string(139, 'd') + "…");
}

TEST_CASE("in Socket Mode there is no address of ours") {
    test::slack_workspace in;
    manifest_options options;
    options.delivery = delivery::socket;
    CHECK(manifest(options).find("url") == std::string::npos);
    CHECK(made(delivery::socket).at_pointer("/settings/socket_mode_enabled") == true);
    CHECK(made().at_pointer("/settings/socket_mode_enabled") == false);
}

TEST_SUITE_END();
