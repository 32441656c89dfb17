#include <exception>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gaitkeeper/slack/mrkdwn.hpp"
#include "gaitkeeper/slack/slack_adapter.hpp"

namespace gaitkeeper::slack {
namespace {

std::chrono::sys_seconds now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

} // namespace

net::response slack_adapter::carry_on(handled done, outbox& out, std::chrono::sys_seconds now) try {
    if (!done.asked) return std::move(done.answer);
    if (done.asked->way == way::at_once) {
        // Nothing is asked of Slack before it is answered: who is not known yet is, the next time.
        const auto locale = out.known_locale(done.asked->who);
        if (!locale) out.find_locale(done.asked->who, [](const std::string&) {});
        return answer_at_once(*done.asked, locale.value_or(std::string{}), now);
    }
    const auto who = done.asked->who;
    out.find_locale(
        who, [this, &out, asked = std::move(*done.asked), now](const std::string& locale) {
            try {
                out.send(answer(asked, locale, now));
            } catch (const std::exception&) { // out of memory: nobody waits for this any more
                services_.log.log(net::log_level::error, "slack: a question was not answered");
            }
        });
    return std::move(done.answer);
} catch (const std::exception&) {
    services_.log.log(net::log_level::error, "slack: a question was not answered");
    if (!done.asked || done.asked->way != way::at_once) return {200, {}, {}, {}};
    const auto apology = services_.engine_now().text(services_.default_locale, "ui/team/failed");
    return {200,
            "application/json",
            boost::json::serialize(
                boost::json::object{{"response_type", "ephemeral"}, {"text", escape(apology)}}),
            {}};
}

std::string slack_adapter::on_envelope(const envelope& one, outbox& out,
                                       std::chrono::sys_seconds now) {
    handled done;
    if (one.what == envelope::kind::event)
        done = on_event(one.payload, now);
    else if (one.what == envelope::kind::interaction)
        done = on_interaction(one.payload, now);
    else if (const auto form = teamchat::parse_object(one.payload))
        done = on_command(*form, now);
    // What is wrong with a payload concerns nobody there: the acknowledgement has no status.
    const auto answer = carry_on(std::move(done), out, now);
    constexpr unsigned good = 200;
    return one.accepts_payload && answer.status == good ? answer.body : std::string{};
}

std::vector<net::route> slack_adapter::routes(outbox& out) {
    std::vector<net::route> made;
    for (const auto* path : {"/slack/events", "/slack/commands", "/slack/interactions"}) {
        made.push_back({"POST",
                        path,
                        net::at_once([this, &out](const net::request& asked) {
                            return carry_on(on_request(asked, now()), out, now());
                        }),
                        {options_.body_bytes, {{"X-Slack-No-Retry", "1"}}}});
    }
    return made;
}

} // namespace gaitkeeper::slack
