#include "gaitkeeper/teamchat/rocketchat.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "markdown.hpp"

namespace gaitkeeper::teamchat {
namespace {

// Its markup has no escape: a zero-width space keeps a mark from being one.
std::string escape(std::string_view text) {
    constexpr std::string_view special = "`*_~[<";
    std::string made;
    for (const char c : text) {
        made += c;
        if (special.find(c) != special.npos) made += "\u200b";
    }
    return defuse(made);
}

// The setting Message_MaxAllowedSize has this default.
constexpr dialect markup{"*", escape, 5000};

// "bot" is true, or an object that names the integration.
bool is_set(std::string_view value) {
    return !value.empty() && value != "false";
}

} // namespace

net::response rocketchat::on_post(const net::request& asked, time_point now) {
    const auto opened = hook_.open(asked);
    if (!opened.from) return opened.refusal;
    const auto& from = *opened.from;
    const net::response silent{200, {}, {}, {}};
    if (is_set(from["bot"]) || is_set(from["isEdited"])) return silent;
    if (!hook_.is_first(from["message_id"], now)) return silent;
    const auto talk =
        key_of({"rocketchat", from["siteUrl"], from["channel_id"], from["tmid"], from["user_id"]});
    const auto text = without_trigger(from["text"], from["trigger_word"]);
    const auto made = hook_.respond({talk, text, {}, from["timestamp"]}, now);
    const auto word = [&](const char* key) { return hook_.text(made.locale, key); };
    const auto post = to_markdown(
        made, {word("ui/widget/emergency"), word("ui/widget/caution"), word("ui/widget/options")},
        markup);
    // No channel and no room: they would send the post elsewhere.
    return {
        200, "application/json", boost::json::serialize(boost::json::object{{"text", post}}), {}};
}

std::vector<net::route> rocketchat::routes() {
    return {{"POST", "/rocketchat/outgoing", net::at_once([this](const net::request& asked) {
                 return on_post(asked, clock_now());
             })}};
}

} // namespace gaitkeeper::teamchat
