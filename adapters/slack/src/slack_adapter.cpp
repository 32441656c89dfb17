#include "gaitkeeper/slack/slack_adapter.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gaitkeeper/slack/blocks.hpp"
#include "gaitkeeper/slack/mrkdwn.hpp"

namespace gaitkeeper::slack {
namespace {

namespace json = boost::json;
using std::chrono::sys_seconds;

constexpr unsigned bad_request = 400, unauthorized = 401, wrong_type = 415;

const net::response acknowledged{200, {}, {}, {}};

// A refusal that sending the same again cannot mend.
net::response refused(unsigned status) {
    auto made = net::problem(status);
    made.fields.emplace_back("X-Slack-No-Retry", "1");
    return made;
}

net::response as_json(const json::object& body) {
    return {200, "application/json", json::serialize(body), {}};
}

// Slack asks so whether our certificate is good, and signs nothing: no other field is looked at.
bool is_certificate_check(const net::request& asked) {
    if (asked.body.find("ssl_check") == asked.body.npos ||
        teamchat::media_of(asked) != teamchat::media::form)
        return false;
    const auto form = teamchat::parse_form(asked.body);
    return form && form->count("ssl_check") == 1 && (*form)["ssl_check"] == "1";
}

// Two people of one channel share nothing, and neither do two threads.
std::string talk_of(const person& who, std::string_view channel, std::string_view thread) {
    std::string made = "slack:";
    made += who.in.enterprise.empty() ? who.in.team : who.in.enterprise;
    for (const auto part : {channel, thread, std::string_view(who.user)})
        (made += ':') += part;
    return made;
}

constexpr std::string_view direct_talk = "dm", command_talk = "command";

// What a delivery is known by; empty where it does not tell the last part, which makes it one.
std::string key(std::string_view kind, std::initializer_list<std::string_view> parts) {
    std::string made(kind);
    for (const auto part : parts)
        (made += ':') += part;
    return made.ends_with(':') ? std::string{} : made;
}

std::string_view name(fate of) {
    switch (of) {
    case fate::answer:
        return "answered";
    case fate::own:
        return "own";
    case fate::edit:
        return "edit";
    case fate::elsewhere:
        return "elsewhere";
    case fate::silent:
        return "silent";
    case fate::stale:
        break;
    }
    return "stale";
}

} // namespace

slack_adapter::slack_adapter(slack_options options, const teamchat::services& with,
                             installation_store& installed)
    : options_(std::move(options)),
      services_(with),
      installed_(installed),
      talks_(with, options_.talks) {
    if (!options_.signing_secrets.empty()) verifier_.emplace(options_.signing_secrets);
}

void slack_adapter::note(std::string_view what, std::string_view why) const {
    services_.log.log(net::log_level::debug,
                      "slack: " + std::string(what) + ", " + std::string(why));
}

bool slack_adapter::is_first(std::initializer_list<std::string_view> keys, sys_seconds now) {
    const bool first = deliveries_.is_first(keys, now);
    if (!first) ++seen_.repeated;
    return first;
}

handled slack_adapter::on_request(const net::request& asked, sys_seconds now) {
    if (is_certificate_check(asked)) return {acknowledged, {}};
    const auto signature = verifier_ ? verifier_->judge(asked, now) : verdict::bad_signature;
    if (signature != verdict::good) {
        ++seen_.refused;
        note("refused", slack::name(signature));
        return {{unauthorized, {}, {}, {}}, {}};
    }
    const auto media = teamchat::media_of(asked);
    if (media == teamchat::media::other) return {refused(wrong_type), {}};
    if (media != teamchat::media::form) return on_event(asked.body, now);
    const auto form = teamchat::parse_form(asked.body);
    if (form && form->count("payload") == 1) return on_interaction((*form)["payload"], now);
    if (form && form->count("command") == 1) return on_command(*form, now);
    return {refused(bad_request), {}};
}

handled slack_adapter::on_event(std::string_view text, sys_seconds now) {
    ++seen_.received;
    const auto one = parse_event(text);
    if (!one) return {refused(bad_request), {}};
    switch (one->kind) {
    case event_kind::challenge:
        return {as_json({{"challenge", one->challenge}}), {}};
    case event_kind::rate_limited:
        services_.log.log(net::log_level::warning, "slack: events are held back");
        return {acknowledged, {}};
    case event_kind::removed:
        services_.log.log(net::log_level::warning, "slack: removed from a workspace");
        installed_.forget(one->in);
        return {acknowledged, {}};
    case event_kind::message:
    case event_kind::mention:
        return on_message(*one, now);
    case event_kind::other:
        break;
    }
    return {acknowledged, {}};
}

handled slack_adapter::on_message(const event& one, sys_seconds now) {
    const auto what = judge(one, options_.groups, now);
    if (what != fate::answer) {
        note("event not answered", name(what));
        return {acknowledged, {}};
    }
    // A mention that is told as a message too has two ids, but one place and time.
    const auto team = one.in.team.empty() ? one.in.enterprise : one.in.team;
    if (!is_first({key("event", {one.app, one.id}), key("post", {team, one.channel, one.ts})},
                  now)) {
        note("event not answered", "duplicate");
        return {acknowledged, {}};
    }
    const auto installed = installed_.find(one.in);
    if (!installed) {
        note("event not answered", "no_installation");
        return {acknowledged, {}};
    }
    if (!installed->bot_user_id.empty() && one.user == installed->bot_user_id)
        return {acknowledged, {}};
    question asked;
    asked.who = {one.in, one.user};
    asked.text = read_mrkdwn(one.text);
    asked.channel = one.channel;
    asked.order = one.ts;
    asked.thread_ts = one.thread_ts;
    if (asked.thread_ts.empty() && one.place != place::direct) asked.thread_ts = one.ts;
    asked.talk =
        talk_of(asked.who, asked.channel, asked.thread_ts.empty() ? direct_talk : asked.thread_ts);
    return {acknowledged, std::move(asked)};
}

handled slack_adapter::on_command(const teamchat::fields& form, sys_seconds now) {
    ++seen_.received;
    const auto one = read_command(form);
    if (!one) return {refused(bad_request), {}};
    if (!is_first({key("trigger", {one->trigger})}, now)) return {acknowledged, {}};
    // Whatever an administrator calls the command, it was pointed at us.
    question asked;
    asked.who = {one->in, one->user};
    asked.text = one->text;
    asked.channel = one->channel;
    asked.way = way::at_once;
    asked.talk = talk_of(asked.who, one->channel, one->is_direct ? direct_talk : command_talk);
    return {acknowledged, std::move(asked)};
}

handled slack_adapter::on_interaction(std::string_view text, sys_seconds now) {
    ++seen_.received;
    const auto one = parse_interaction(text);
    if (!one) return {refused(bad_request), {}};
    const bool is_ours = one->is_button && one->action.starts_with(suggestion_action) &&
                         !one->value.empty() && one->value.size() <= max_message_bytes &&
                         !one->user.empty() && !one->channel.empty();
    if (!is_ours) {
        note("interaction not answered", "unknown");
        return {acknowledged, {}};
    }
    if (!is_first({key("trigger", {one->trigger})}, now)) return {acknowledged, {}};
    if (!installed_.find(one->in)) return {acknowledged, {}};
    question asked;
    asked.who = {one->in, one->user};
    asked.text = one->value; // as if they had typed it: there is nothing in it to trust
    asked.channel = one->channel;
    asked.thread_ts = one->thread_ts;
    asked.response_url = one->response_url;
    asked.way = one->is_ephemeral ? way::response_url : way::post;
    if (!one->is_direct && !one->is_ephemeral && asked.thread_ts.empty())
        asked.thread_ts = one->message_ts;
    const auto alone = one->is_direct ? direct_talk : command_talk;
    asked.talk = talk_of(asked.who, asked.channel,
                         asked.thread_ts.empty() ? alone : std::string_view(asked.thread_ts));
    return {acknowledged, std::move(asked)};
}

content slack_adapter::say(const question& asked, std::string_view locale, sys_seconds now) {
    ++seen_.answered;
    const auto with = services_.engine_now();
    if (asked.text.empty()) {
        const auto in = locale.empty() ? std::string_view(services_.default_locale) : locale;
        return render(with.text(in, "ui/team/help"));
    }
    const auto made = talks_.respond({asked.talk, asked.text, locale, asked.order}, now);
    return render(made, {with.text(made.locale, "ui/widget/emergency"),
                         with.text(made.locale, "ui/widget/caution"),
                         with.text(made.locale, "ui/widget/direction") == "rtl"});
}

outgoing slack_adapter::answer(const question& asked, std::string_view locale, sys_seconds now) {
    auto body = say(asked, locale, now);
    if (asked.way == way::response_url)
        return respond{asked.response_url, audience::asker, original::keep, std::move(body)};
    return post_message{asked.who.in, asked.channel, asked.thread_ts, std::move(body)};
}

net::response slack_adapter::answer_at_once(const question& asked, std::string_view locale,
                                            sys_seconds now) {
    const auto body = say(asked, locale, now);
    json::object made{{"response_type", "ephemeral"}, {"text", body.text}};
    if (!body.blocks.empty()) made["blocks"] = json::parse(body.blocks);
    return as_json(made);
}

} // namespace gaitkeeper::slack
