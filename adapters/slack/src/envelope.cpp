#include "gaitkeeper/slack/envelope.hpp"

#include "gaitkeeper/slack/mrkdwn.hpp"
#include "gaitkeeper/teamchat/deliveries.hpp"
#include "gaitkeeper/teamchat/fields.hpp"
#include "json.hpp"

namespace gaitkeeper::slack {
namespace {

std::string id_in(const maybe_object& from, std::string_view key) {
    const auto text = string_in(from, key);
    return teamchat::is_id(text) ? std::string(text) : std::string{};
}

// Which installation: with shared channels the first authorization tells, and not who wrote.
void read_installation(const maybe_object& outer, event& to) {
    auto from = first_in(outer, "authorizations");
    if (from && is_true(from, "is_bot")) to.bot_user = id_in(from, "user_id");
    if (!from) from = outer;
    to.in.enterprise = id_in(from, "enterprise_id");
    if (to.in.enterprise.empty() || !is_true(from, "is_enterprise_install"))
        to.in.team = id_in(from, "team_id");
}

place place_of(std::string_view channel_type) {
    if (channel_type == "im") return place::direct;
    return channel_type == "mpim" ? place::group_direct : place::channel;
}

// `tokens_revoked` names the users whose tokens are gone: people's are not ours.
bool is_of_bot(const maybe_object& inner) {
    simdjson::dom::array bots;
    const auto tokens = object_in(inner, "tokens");
    return tokens && (*tokens)["bot"].get(bots) == simdjson::SUCCESS && bots.size() > 0;
}

event_kind kind_of(const maybe_object& inner) {
    const auto type = string_in(inner, "type");
    if (type == "message") return event_kind::message;
    if (type == "app_mention") return event_kind::mention;
    const bool is_gone =
        type == "app_uninstalled" || (type == "tokens_revoked" && is_of_bot(inner));
    return is_gone ? event_kind::removed : event_kind::other;
}

void read_inner(const maybe_object& inner, event& to) {
    to.kind = kind_of(inner);
    to.place = place_of(string_in(inner, "channel_type"));
    to.channel = id_in(inner, "channel");
    to.user = id_in(inner, "user");
    to.bot = string_in(inner, "bot_id");
    to.subtype = string_in(inner, "subtype");
    to.ts = id_in(inner, "ts");
    to.thread_ts = id_in(inner, "thread_ts");
    to.text = string_in(inner, "text");
    to.is_hidden = is_true(inner, "hidden");
}

} // namespace

std::optional<event> parse_event(std::string_view json) {
    const maybe_object outer = read_object(json);
    const auto type = string_in(outer, "type");
    if (type.empty()) return std::nullopt;
    event made;
    if (type == "url_verification") {
        made.kind = event_kind::challenge;
        made.challenge = string_in(outer, "challenge");
        if (made.challenge.empty()) return std::nullopt;
        return made;
    }
    if (type == "app_rate_limited") made.kind = event_kind::rate_limited;
    if (type != "event_callback") return made;
    const auto inner = object_in(outer, "event");
    if (string_in(inner, "type").empty()) return std::nullopt;
    made.app = id_in(outer, "api_app_id");
    made.id = id_in(outer, "event_id");
    std::int64_t time = 0;
    if ((*outer)["event_time"].get(time) == simdjson::SUCCESS)
        made.time = std::chrono::sys_seconds(std::chrono::seconds(time));
    read_installation(outer, made);
    read_inner(inner, made);
    return made;
}

fate judge(const event& one, group_talk groups, std::chrono::sys_seconds now) {
    if (!one.bot.empty() || one.subtype == "bot_message") return fate::own;
    if (!one.bot_user.empty() && one.user == one.bot_user) return fate::own;
    const bool is_said =
        one.subtype.empty() || one.subtype == "file_share" || one.subtype == "thread_broadcast";
    if (!is_said || one.is_hidden) return fate::edit;
    // A mention in a direct message comes as a message too, and only as that.
    const bool is_ours = one.kind == event_kind::mention || one.place == place::direct ||
                         (one.place == place::group_direct && groups == group_talk::answered);
    if (!is_ours || one.channel.empty() || one.user.empty()) return fate::elsewhere;
    if (one.time && now - *one.time > teamchat::deliveries::life) return fate::stale;
    return read_mrkdwn(one.text).empty() ? fate::silent : fate::answer;
}

} // namespace gaitkeeper::slack
