#include <doctest/doctest.h>

#include <stdexcept>

#include <boost/json/parse.hpp>

#include "bicycle.hpp"
#include "gaitkeeper/teamchat/mattermost.hpp"
#include "gaitkeeper/teamchat/rocketchat.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::teamchat;
namespace json = boost::json;

namespace {

constexpr time_point noon{std::chrono::seconds(1'800'000'000)};
constexpr const char *form = "application/x-www-form-urlencoded", *object = "application/json";

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

net::request request(std::string_view body, std::string_view type) {
    return {"POST", "/", {}, body, {{"Content-Type", type}}, "client"};
}

struct team {
    team() {
        with.engine_now = [] { return test::bicycle_engine(); };
        with.default_locale = "en";
        with.log = {net::log_level::debug,
                    [this](net::log_level, std::string_view line) { log += line; }};
    }
    services with;
    std::string log;
    mattermost matter{webhook_options{{"first", "second"}, {}}, with};
    rocketchat rocket{webhook_options{{"first"}, {}}, with};
};

json::object answered(const net::response& answer) {
    CHECK(answer.status == 200);
    CHECK(answer.type == "application/json");
    return json::parse(answer.body).as_object();
}

void is_silent(const net::response& answer) {
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
}

const std::string rocket_post =
    R"("token":"first","channel_id":"C","user_id":"U","trigger_word":"bike",)";

} // namespace

TEST_SUITE_BEGIN("teamchat.webhooks");

TEST_CASE("Mattermost: a slash command is answered to its person alone, in its own markup") {
    team in;
    const auto answer = answered(in.matter.on_command(
        request("token=first&text=my+brakes+do+not+work&user_id=U&channel_id=C&team_id=T", form),
        noon));
    CHECK(answer.at("response_type") == "ephemeral");
    CHECK(answer.at("skip_slack_parsing") == true);
    CHECK(answer.at("text").as_string().starts_with("**Emergency**\nDo not ride."));
}

TEST_CASE("Mattermost: the token is one of ours, in the body or the header; else 401") {
    team in;
    const auto status = [&](const std::string& body, const std::string& header = {}) {
        auto asked = request(body, form);
        if (!header.empty()) asked.fields.emplace_back("Authorization", header);
        return in.matter.on_command(asked, noon).status;
    };
    CHECK(status("token=second&text=x") == 200);
    CHECK(status("text=x", "Token second") == 200);
    CHECK(status("token=third&text=x") == 401);
    CHECK(status("token=&text=x") == 401);
    CHECK(status("token=third&text=x", "Token second") == 401);
    CHECK(status("text=x") == 401);
    CHECK(status("token=%zz") == 400);
    CHECK(in.matter.on_command(request("token=first", "text/plain"), noon).status == 415);
}

TEST_CASE("Mattermost: a post is answered in its thread, once, from a form as from JSON") {
    team in;
    const auto from_form = answered(in.matter.on_post(
        request("token=first&post_id=p1&trigger_word=bike&text=bike+my+tyre+is+flat&user_id=U",
                form),
        noon));
    CHECK(from_form.at("response_type") == "comment");
    CHECK(contains(from_form.at("text").as_string(), "Look for glass"));
    const std::string as_json =
        R"({"token":"first","post_id":"p2","trigger_word":"bike","text":"bike my tyre is flat","timestamp":1800000000123,"file_ids":""})";
    CHECK(answered(in.matter.on_post(request(as_json, object), noon)).contains("text"));
    is_silent(in.matter.on_post(request(as_json, object), noon));
}

TEST_CASE("Mattermost: nothing but the trigger is answered with how to ask") {
    team in;
    CHECK(answered(in.matter.on_post(
                       request("token=first&post_id=p&trigger_word=bike&text=bike", form), noon))
              .at("text") == "Ask me about your bicycle.");
    CHECK(answered(in.matter.on_command(request("token=first&text=", form), noon)).at("text") ==
          "Ask me about your bicycle.");
}

TEST_CASE("Rocket.Chat: a post is answered with a text and no place to send it to") {
    team in;
    const auto answer = answered(in.rocket.on_post(
        request('{' + rocket_post +
                    R"("message_id":"1","text":"bike my tyre is flat","channel":"#all"})",
                object),
        noon));
    CHECK(contains(answer.at("text").as_string(), "Look for glass"));
    CHECK(answer.size() == 1);
}

TEST_CASE("Rocket.Chat: bots, edits and what comes again are not answered") {
    team in;
    const auto with = [&](const std::string& more) {
        return in.rocket.on_post(
            request('{' + rocket_post + R"("text":"bike my tyre is flat",)" + more + '}', object),
            noon);
    };
    is_silent(with(R"("message_id":"1","bot":true)"));
    is_silent(with(R"("message_id":"1","bot":{"i":"abc"})"));
    is_silent(with(R"("message_id":"1","isEdited":true)"));
    CHECK(answered(with(R"("message_id":"1","bot":false,"isEdited":false)")).contains("text"));
    is_silent(with(R"("message_id":"1","bot":false)"));
}

TEST_CASE("Rocket.Chat: a wrong token is 401, which leaves the integration on") {
    team in;
    const auto answer = in.rocket.on_post(request(R"({"token":"x","text":"y"})", object), noon);
    CHECK(answer.status == 401);
    CHECK(in.rocket.on_post(request("null", object), noon).status == 400);
}

TEST_CASE("no post calls anybody or is more than its platform takes") {
    team in;
    in.with.engine_now = [] { return test::bicycle_engine(); };
    const auto said = answered(in.matter.on_command(
        request("token=first&text=my+chain+squeaks+@all&user_id=U", form), noon));
    CHECK_FALSE(contains(said.at("text").as_string(), "@all"));
}

TEST_CASE("without a token nothing starts") {
    team in;
    CHECK_THROWS_AS(mattermost(webhook_options{{}, {}}, in.with), std::invalid_argument);
    CHECK_THROWS_AS(rocketchat(webhook_options{{""}, {}}, in.with), std::invalid_argument);
}

TEST_CASE("neither words nor tokens are logged") {
    team in;
    static_cast<void>(in.matter.on_command(request("token=xylophone&text=zither", form), noon));
    static_cast<void>(in.rocket.on_post(
        request('{' + rocket_post + R"("message_id":"9","text":"zither"})", object), noon));
    CHECK(contains(in.log, "bad_token"));
    CHECK_FALSE(contains(in.log, "xylophone"));
    CHECK_FALSE(contains(in.log, "zither"));
}

TEST_SUITE_END();
