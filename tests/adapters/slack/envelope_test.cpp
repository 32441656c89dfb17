#include <doctest/doctest.h>

#include "workspace.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::slack;
using namespace std::chrono_literals;
using test::noon;

namespace {

event parsed(const std::string& inner) {
    return parse_event(test::envelope(inner)).value();
}

fate fate_of(const std::string& inner, group_talk groups = group_talk::ignored) {
    return judge(parsed(inner), groups, noon);
}

std::string written(const std::string& more) {
    return R"({"type":"message","channel":"D1","channel_type":"im","ts":"1.2",)" + more + '}';
}

} // namespace

TEST_SUITE_BEGIN("slack.envelope");

TEST_CASE("an envelope is one event, its installation the first authorization") {
    const auto one = parsed(test::mention("<@UBOT> my tyre is flat", R"(,"thread_ts":"1.1")"));

    CHECK(one.kind == event_kind::mention);
    CHECK(one.app == "A1");
    CHECK(one.id == "Ev1");
    CHECK(one.time == noon);
    CHECK(one.in == workspace{"", "T1"});
    CHECK(one.bot_user == "UBOT");
    CHECK(one.channel == "C1");
    CHECK(one.user == "U1");
    CHECK(one.ts == "1800000000.000200");
    CHECK(one.thread_ts == "1.1");
    CHECK(one.text == "<@UBOT> my tyre is flat");
}

TEST_CASE("in a shared channel it is not the writer's workspace that has installed us") {
    const auto one = parse_event(R"({"type":"event_callback","team_id":"THOST","event_id":"E",
        "authorizations":[{"team_id":"TOURS","enterprise_id":"EOURS","user_id":"UB","is_bot":true,"is_enterprise_install":false}],
        "event":{"type":"app_mention","team":"TTHEIRS","channel":"C","user":"U","ts":"1.2","text":"x"}})")
                         .value();
    CHECK(one.in == workspace{"EOURS", "TOURS"});

    const auto whole = parse_event(R"({"type":"event_callback","team_id":"T","event_id":"E",
        "authorizations":[{"team_id":"T","enterprise_id":"E1","user_id":"UB","is_bot":true,"is_enterprise_install":true}],
        "event":{"type":"app_mention"}})")
                           .value();
    CHECK(whole.in == workspace{"E1", ""});
}

TEST_CASE("what is no event is none") {
    const std::string deep(20'000, '[');
    for (const std::string& bad :
         {std::string(), std::string("null"), std::string("[]"), std::string("\"x\""),
          std::string("{}"), std::string("{\"type\":1}"), std::string("not json"),
          std::string("{\"type\":\"event_callback\"}"),
          std::string("{\"type\":\"event_callback\",\"event\":\"x\"}"),
          std::string("{\"type\":\"event_callback\",\"event\":{}}"),
          std::string("{\"type\":\"url_verification\"}"),
          std::string("{\"type\":\"url_verification\",\"challenge\":7}"),
          std::string("{\"type\":\"x\"} {}"), std::string("{\"type\":\"\xff\"}"),
          "{\"type\":\"x\",\"y\":" + deep,
          "{\"type\":\"x\",\"y\":" + std::string(70, '[') + std::string(70, ']') + '}'}) {
        CAPTURE(bad.substr(0, 60));
        CHECK_FALSE(parse_event(bad));
    }
}

TEST_CASE("fields and types that nobody knows do not fail") {
    CHECK(parse_event(R"({"type":"tomorrow","x":[1,{"y":null}]})")->kind == event_kind::other);
    CHECK(parsed(R"({"type":"reaction_added","user":{"not":"an id"},"item":{}})").kind ==
          event_kind::other);
    CHECK(
        parse_event(R"({"type":"app_rate_limited","team_id":"T","minute_rate_limited":1})")->kind ==
        event_kind::rate_limited);
}

TEST_CASE("an app is gone when it was removed or when the bot's token is revoked") {
    CHECK(parsed(R"({"type":"app_uninstalled"})").kind == event_kind::removed);
    CHECK(parsed(R"({"type":"tokens_revoked","tokens":{"oauth":[],"bot":["UBOT"]}})").kind ==
          event_kind::removed);
    CHECK(parsed(R"({"type":"tokens_revoked","tokens":{"oauth":["U7"],"bot":[]}})").kind ==
          event_kind::other);
}

TEST_CASE("who writes directly or mentions us is answered, and nobody else in a channel") {
    CHECK(fate_of(test::direct("my tyre is flat")) == fate::answer);
    CHECK(fate_of(test::mention("<@UBOT> my tyre is flat")) == fate::answer);
    const std::string in_channel =
        R"({"type":"message","channel":"C1","channel_type":"channel","user":"U1","ts":"1.2","text":"x"})";
    CHECK(fate_of(in_channel) == fate::elsewhere);
    const std::string in_group =
        R"({"type":"message","channel":"G1","channel_type":"mpim","user":"U1","ts":"1.2","text":"x"})";
    CHECK(fate_of(in_group) == fate::elsewhere);
    CHECK(fate_of(in_group, group_talk::answered) == fate::answer);
}

TEST_CASE("bots, we among them, are not answered") {
    CHECK(fate_of(written(R"("user":"U1","text":"x","bot_id":"B1")")) == fate::own);
    CHECK(fate_of(written(R"("text":"x","subtype":"bot_message")")) == fate::own);
    CHECK(fate_of(written(R"("user":"UBOT","text":"x")")) == fate::own);
}

TEST_CASE("of the subtypes only those that say something anew are answered") {
    const auto with = [](const std::string& subtype) {
        return fate_of(written(R"("user":"U1","text":"x","subtype":")" + subtype + '"'));
    };
    CHECK(with("file_share") == fate::answer);
    CHECK(with("thread_broadcast") == fate::answer);
    for (const auto* subtype : {"message_changed", "message_deleted", "channel_join", "new_one"})
        CHECK(with(subtype) == fate::edit);
    CHECK(fate_of(written(R"("user":"U1","text":"x","hidden":true)")) == fate::edit);
}

TEST_CASE("nothing to read and what is older than any retry are not answered") {
    CHECK(fate_of(written(R"("user":"U1","text":" ")")) == fate::silent);
    CHECK(fate_of(written(R"("user":"U1","subtype":"file_share")")) == fate::silent);
    CHECK(fate_of(test::mention("<@UBOT>")) == fate::silent);
    const auto late = parsed(test::direct("x"));
    CHECK(judge(late, group_talk::ignored, noon + 6min) == fate::answer);
    CHECK(judge(late, group_talk::ignored, noon + 11min) == fate::stale);
}

TEST_SUITE_END();
