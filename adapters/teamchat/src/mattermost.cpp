#include "gaitkeeper/teamchat/mattermost.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "markdown.hpp"

namespace gaitkeeper::teamchat {
namespace {

// Markdown knows the backslash; a call of "@all" is not stopped by it.
std::string escape(std::string_view text) {
    constexpr std::string_view special = "\\`*_~[]<>|#";
    std::string made;
    for (const char c : text) {
        if (special.find(c) != special.npos) made += '\\';
        made += c;
    }
    return defuse(made);
}

// Posts of more than 16,383 characters are refused (server/public/model/post.go).
constexpr dialect markdown{"**", escape, 16'383};

net::response as_json(const boost::json::object& body) {
    return {200, "application/json", boost::json::serialize(body), {}};
}

std::string talk_of(const fields& from, std::string_view thread) {
    return key_of({"mattermost", from["team_id"], from["channel_id"], thread, from["user_id"]});
}

} // namespace

std::string mattermost::say(const fields& from, std::string_view text, std::string_view talk,
                            time_point now) {
    const auto order = from["timestamp"];
    const auto made = hook_.respond({talk, text, {}, order}, now);
    const auto word = [&](const char* key) { return hook_.text(made.locale, key); };
    return to_markdown(
        made, {word("ui/widget/emergency"), word("ui/widget/caution"), word("ui/widget/options")},
        markdown);
}

net::response mattermost::on_command(const net::request& asked, time_point now) {
    const auto opened = hook_.open(asked);
    if (!opened.from) return opened.refusal;
    const auto& from = *opened.from;
    return as_json({{"response_type", "ephemeral"},
                    {"text", say(from, from["text"], talk_of(from, from["root_id"]), now)},
                    {"skip_slack_parsing", true}});
}

net::response mattermost::on_post(const net::request& asked, time_point now) {
    const auto opened = hook_.open(asked);
    if (!opened.from) return opened.refusal;
    const auto& from = *opened.from;
    if (!hook_.is_first(from["post_id"], now)) return {200, {}, {}, {}};
    const auto text = without_trigger(from["text"], from["trigger_word"]);
    return as_json(
        {{"response_type", "comment"}, {"text", say(from, text, talk_of(from, {}), now)}});
}

std::vector<net::route> mattermost::routes() {
    return {{"POST", "/mattermost/command", net::at_once([this](const net::request& asked) {
                 return on_command(asked, clock_now());
             })},
            {"POST", "/mattermost/outgoing", net::at_once([this](const net::request& asked) {
                 return on_post(asked, clock_now());
             })}};
}

} // namespace gaitkeeper::teamchat
