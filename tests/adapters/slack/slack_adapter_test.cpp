#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <thread>

#include <boost/json/parse.hpp>

#include "workspace.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::slack;
using namespace std::chrono_literals;
using test::form_type;
using test::slack_request;
using test::slack_workspace;
namespace json = boost::json;

namespace {

const std::string flat = "my tyre is flat";

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

post_message posted(const slack_workspace& in, std::size_t at = 0) {
    return std::get<post_message>(in.out.sent.at(at));
}

json::object command_answer(slack_workspace& in, std::string_view text,
                            std::string_view trigger = "1.2.a") {
    const auto answer = in.send(slack_request(test::command_form(text, trigger), form_type));
    CHECK(answer.status == 200);
    CHECK(answer.type == "application/json");
    return json::parse(answer.body).as_object();
}

slack_request pressed(const std::string& payload) {
    return slack_request(test::form({{"payload", payload}}), form_type);
}

void is_acknowledged(const net::response& answer) {
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
}

} // namespace

TEST_SUITE_BEGIN("slack.adapter");

TEST_CASE("a signed event is acknowledged with nothing, and answered afterwards") {
    slack_workspace in;

    is_acknowledged(in.send_event(test::direct(flat)));

    REQUIRE(in.out.sent.size() == 1);
    CHECK(posted(in).channel == "D1");
    CHECK(posted(in).in == workspace{"", "T1"});
    CHECK(contains(posted(in).body.text, "Look for glass"));
    CHECK(contains(posted(in).body.blocks, "Look for glass"));
}

TEST_CASE("what is not signed is refused with 401 and nothing else") {
    slack_workspace in;
    const auto body = test::envelope(test::direct(flat));
    for (auto& bad : {slack_request(body).set("X-Slack-Signature", "v0=00"),
                      slack_request(body).drop("X-Slack-Signature"), slack_request(body).date("1"),
                      slack_request(body).alter(body + '\n')}) {
        const auto answer = in.send(bad);
        CHECK(answer.status == 401);
        CHECK(answer.body.empty());
        CHECK(test::field(answer, "X-Slack-No-Retry").empty());
    }
    CHECK(in.out.sent.empty());
}

TEST_CASE("another version of signatures has a reason of its own in the log") {
    slack_workspace in;
    CHECK(in.send(slack_request("{}").set("X-Slack-Signature", "v1=00")).status == 401);
    CHECK(contains(in.log, "bad_version"));
}

TEST_CASE("a challenge is given back when it is signed") {
    slack_workspace in;
    const std::string asked = R"({"type":"url_verification","token":"x","challenge":"3eZbrw1a"})";
    const auto answer = in.send(slack_request(asked));
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"challenge":"3eZbrw1a"})");
    CHECK(in.send(slack_request(asked).drop("X-Slack-Signature")).status == 401);
    CHECK(in.send(slack_request(R"({"type":"url_verification"})")).status == 400);
}

TEST_CASE("a signed body that is no event is 400, and no retry mends it") {
    slack_workspace in;
    for (const auto* bad : {"", "null", "[]", "\"x\"", "{}", "not json", "\xff",
                            R"({"type":"event_callback","event":"x"})"}) {
        CAPTURE(bad);
        const auto answer = in.send(slack_request(bad));
        CHECK(answer.status == 400);
        CHECK(test::field(answer, "X-Slack-No-Retry") == "1");
    }
    const auto deep = in.send(slack_request(R"({"type":)" + std::string(20'000, '[')));
    CHECK(deep.status == 400);
    CHECK(in.send(pressed("not json")).status == 400);
    CHECK(in.send(pressed("null")).status == 400);
    CHECK(in.send(slack_request("payload", form_type)).status == 400);
    CHECK(in.send(slack_request("command=%zz", form_type)).status == 400);
}

TEST_CASE("the content type decides, with or without parameters") {
    slack_workspace in;
    is_acknowledged(in.send(slack_request(test::envelope(test::direct(flat)), "")));
    is_acknowledged(in.send(slack_request(test::envelope(test::direct(flat, "1800000001.1"), "Ev2"),
                                          "Application/JSON; charset=utf-8")));
    CHECK(in.out.sent.size() == 2);
    const auto answer = in.send(slack_request(test::command_form(flat),
                                              "application/x-www-form-urlencoded; charset=utf-8"));
    CHECK(answer.status == 200);
    CHECK(contains(answer.body, "Look for glass"));
    CHECK(in.send(slack_request("{}", "text/plain")).status == 415);
    CHECK(in.send(slack_request("<x/>", "application/xml")).status == 415);
}

TEST_CASE("the check of the certificate comes unsigned, and nothing that rides along is read") {
    slack_workspace in;
    const auto unsigned_form = [&](const std::string& body, const std::string& type = form_type) {
        return in.send(slack_request(body, type).drop("X-Slack-Signature"));
    };
    is_acknowledged(unsigned_form("ssl_check=1&token=x"));
    is_acknowledged(unsigned_form("ssl_check=1&" + test::command_form(flat)));
    is_acknowledged(
        unsigned_form("ssl_check=1&payload=" + test::url_encoded(test::click("suggest.0", flat))));
    CHECK(in.out.sent.empty());
    CHECK(unsigned_form("ssl_check=0").status == 401);
    CHECK(unsigned_form("ssl_check=").status == 401);
    CHECK(unsigned_form("ssl_check=1&ssl_check=1").status == 401);
    CHECK(unsigned_form(R"({"ssl_check":"1"})", "application/json").status == 401);
}

TEST_CASE("a command is answered at once, and only its person sees it") {
    slack_workspace in;
    const auto answer = command_answer(in, flat);
    CHECK(answer.at("response_type") == "ephemeral");
    CHECK(contains(answer.at("text").as_string(), "Look for glass"));
    CHECK(answer.at("blocks").as_array().size() >= 1);
    CHECK(in.out.sent.empty());
}

TEST_CASE("a command without words is answered with help, whatever its name is") {
    slack_workspace in;
    CHECK(command_answer(in, "  ").at("text") == "Ask me about your bicycle.");
    auto other = test::form({{"command", "/else"}, {"user_id", "U1"}, {"channel_id", "C1"}});
    const auto answer = in.send(slack_request(other, form_type));
    CHECK(answer.status == 200);
    CHECK(json::parse(answer.body).at("response_type") == "ephemeral");
    CHECK(json::parse(answer.body).at("text") == "Ask me about your bicycle.");
}

TEST_CASE("what nobody handles is acknowledged and not answered") {
    slack_workspace in;
    is_acknowledged(in.send_event(R"({"type":"reaction_added"})"));
    is_acknowledged(in.send_event(
        R"({"type":"message","channel":"D1","channel_type":"im","subtype":"message_changed","message":{"user":"U1","text":"x"}})"));
    is_acknowledged(in.send_event(
        R"({"type":"message","channel":"D1","channel_type":"im","user":"UBOT","bot_id":"B1","text":"x","ts":"1.2"})"));
    is_acknowledged(in.send(slack_request(R"({"type":"app_rate_limited","team_id":"T1"})")));
    is_acknowledged(in.send(pressed(test::click("old_button", flat))));
    is_acknowledged(in.send(pressed(R"({"type":"view_submission","view":{}})")));
    is_acknowledged(in.send(pressed(R"({"type":"block_actions","actions":[]})")));
    CHECK(in.out.sent.empty());
}

TEST_CASE("a workspace that has removed the app is acknowledged and not answered") {
    slack_workspace in;
    is_acknowledged(in.send_event(R"({"type":"app_uninstalled"})"));
    is_acknowledged(in.send_event(test::direct(flat), "Ev2"));
    CHECK(in.out.sent.empty());
    CHECK(contains(in.log, "no_installation"));
}

TEST_CASE("a retry is acknowledged and not answered again") {
    slack_workspace in;
    slack_request first(test::envelope(test::direct(flat)));
    is_acknowledged(in.send(first));
    is_acknowledged(
        in.send(first.set("X-Slack-Retry-Num", "1").set("X-Slack-Retry-Reason", "http_timeout")));
    in.now += 6min;
    is_acknowledged(
        in.send(slack_request(test::envelope(test::direct(flat)), "application/json", in.now)));
    CHECK(in.out.sent.size() == 1);
}

TEST_CASE("one post that comes as two events is answered once") {
    slack_workspace in;
    is_acknowledged(in.send_event(test::mention("<@UBOT> " + flat), "Ev1"));
    is_acknowledged(in.send_event(test::mention("<@UBOT> " + flat), "Ev2"));
    CHECK(in.out.sent.size() == 1);
}

TEST_CASE("a message in a channel that is not for us leaves its mention to be answered") {
    slack_workspace in;
    is_acknowledged(in.send_event(
        R"({"type":"message","channel":"C1","channel_type":"channel","user":"U1","ts":"1800000000.000200","text":"x"})",
        "Ev1"));
    is_acknowledged(in.send_event(test::mention("<@UBOT> " + flat), "Ev2"));
    CHECK(in.out.sent.size() == 1);
}

TEST_CASE("a command or a click that is sent again is not answered again") {
    slack_workspace in;
    slack_request typed(test::command_form(flat), form_type);
    CHECK(contains(in.send(typed).body, "Look for glass"));
    is_acknowledged(in.send(typed));
    auto clicked = pressed(test::click("suggest.0", flat));
    is_acknowledged(in.send(clicked));
    is_acknowledged(in.send(clicked));
    CHECK(in.out.sent.size() == 1);
}

TEST_CASE("in a channel the answer stands in the thread, in a direct message only where one is") {
    slack_workspace in;
    static_cast<void>(in.send_event(test::mention("<@UBOT> " + flat), "Ev1"));
    CHECK(posted(in, 0).channel == "C1");
    CHECK(posted(in, 0).thread_ts == "1800000000.000200");
    static_cast<void>(in.send_event(
        R"({"type":"app_mention","channel":"C1","user":"U1","ts":"1800000009.1","thread_ts":"1800000000.000200","text":"more"})",
        "Ev2"));
    CHECK(posted(in, 1).thread_ts == "1800000000.000200");
    static_cast<void>(in.send_event(test::direct(flat), "Ev3"));
    CHECK(posted(in, 2).thread_ts.empty());
    static_cast<void>(in.send_event(
        R"({"type":"message","channel":"D1","channel_type":"im","user":"U1","ts":"1800000007.1","thread_ts":"1800000006.1","text":"x"})",
        "Ev4"));
    CHECK(posted(in, 3).thread_ts == "1800000006.1");
}

TEST_CASE("two people of a channel share no conversation, and one person's goes on") {
    slack_workspace in;
    const auto ask = [&](const std::string& text, const std::string& user, const std::string& id) {
        static_cast<void>(in.send_event(R"({"type":"app_mention","channel":"C1","user":")" + user +
                                            R"(","ts":"18000000)" + id +
                                            R"(.1","thread_ts":"1.1","text":")" + text + "\"}",
                                        "Ev" + id));
        return posted(in, in.out.sent.size() - 1).body.text;
    };
    const auto first = ask(flat, "U1", "11");
    const auto stranger = ask(flat, "U2", "12");
    const auto follow_up = ask("more", "U1", "13");
    CHECK(contains(first, "no mechanic")); // who is speaking is said to each
    CHECK(contains(stranger, "no mechanic"));
    CHECK(contains(follow_up, "Wipe the chain"));
}

TEST_CASE("a conversation is forgotten after its time") {
    slack_workspace in;
    static_cast<void>(in.send_event(test::direct(flat, "1800000000.1"), "Ev1"));
    in.now += 31min;
    static_cast<void>(
        in.send(slack_request(test::envelope(test::direct(flat, "1800001860.1"), "Ev2", in.now),
                              "application/json", in.now)));
    CHECK(contains(posted(in, 1).body.text, "no mechanic"));
}

TEST_CASE("what arrives after something newer is answered and changes nothing") {
    slack_workspace in;
    static_cast<void>(in.send_event(test::direct(flat, "1800000020.1"), "Ev2"));
    static_cast<void>(in.send_event(test::direct("my chain squeaks", "1800000010.1"), "Ev1"));
    static_cast<void>(in.send_event(test::direct("more", "1800000030.1"), "Ev3"));
    REQUIRE(in.out.sent.size() == 3);
    CHECK(contains(posted(in, 1).body.text, "oil"));
    CHECK(contains(posted(in, 2).body.text, "Wipe the chain")); // not told yet, and next to tyres
}

TEST_CASE("the person's own language is asked for before the answer") {
    slack_workspace in;
    in.out.locales["U1"] = "en-GB";
    static_cast<void>(in.send_event(test::direct(flat)));
    REQUIRE(in.out.asked.size() == 1);
    CHECK(in.out.asked[0].user == "U1");
    CHECK(in.out.asked[0].in.team == "T1");
    static_cast<void>(command_answer(in, flat));
    CHECK(in.out.asked.size() == 1); // known by now: nothing is asked
}

TEST_CASE("an API that does not answer delays no acknowledgement and no command") {
    slack_workspace in;
    in.out.is_slow = true;
    is_acknowledged(in.send_event(test::direct(flat)));
    CHECK(contains(command_answer(in, flat).at("text").as_string(), "Look for glass"));
    CHECK(in.out.sent.empty());

    in.out.waiting.at(0)("");

    CHECK(in.out.sent.size() == 1);
}

TEST_CASE("what comes over a socket is handled as a request is, and acknowledged with its answer") {
    slack_workspace in;
    const auto sent = [&](slack::envelope::kind what, const std::string& payload, bool accepts) {
        return in.adapter->on_envelope({what, payload, accepts}, in.out, in.now);
    };
    using kind = slack::envelope::kind;
    CHECK(sent(kind::event, test::envelope(test::direct(flat)), false).empty());
    CHECK(sent(kind::interaction, test::click("suggest.0", flat), false).empty());
    CHECK(in.out.sent.size() == 2);
    const std::string typed =
        R"({"command":"/x","text":"my tyre is flat","user_id":"U1","channel_id":"C1"})";
    CHECK(contains(sent(kind::command, typed, true), "Look for glass"));
    CHECK(sent(kind::command, typed, false).empty());
    CHECK(sent(kind::command, "null", true).empty());
    CHECK(sent(kind::event, "null", true).empty());
}

TEST_CASE("a click is as if the person had typed what the button stands for") {
    slack_workspace in;
    is_acknowledged(in.send(pressed(test::click("suggest.1", flat))));
    CHECK(posted(in).channel == "C1");
    CHECK(posted(in).thread_ts == "1800000000.000300");
    CHECK(contains(posted(in).body.text, "Look for glass"));
}

TEST_CASE("a click on what only its person sees is answered for that person alone") {
    slack_workspace in;
    is_acknowledged(in.send(pressed(test::click(
        "suggest.1", flat, R"({"message_ts":"1800000000.000300","is_ephemeral":true})"))));
    const auto sent = std::get<respond>(in.out.sent.at(0));
    CHECK(sent.response_url == "https://hooks.slack.com/actions/T1/1/x");
    CHECK(sent.to == audience::asker);
    CHECK(sent.original == original::keep);
    CHECK(contains(sent.body.text, "Look for glass"));
}

TEST_CASE("a button's value is input: too long is not read, markup in it notifies nobody") {
    slack_workspace in;
    is_acknowledged(in.send(pressed(test::click("suggest.0", std::string(9000, 'x')))));
    CHECK(in.out.sent.empty());
    auto shouting = test::click("suggest.0", "<!channel> nothing that we know");
    is_acknowledged(in.send(pressed(shouting)));
    CHECK_FALSE(contains(posted(in).body.blocks, "<!"));
}

TEST_CASE("a failure before the acknowledgement is an apology for a command, 200 for an event") {
    slack_workspace in;
    int failures = 0;
    in.services.engine_now = [&]() -> engine {
        if (failures++ % 2 == 0) throw std::bad_alloc();
        return test::bicycle_engine();
    };
    CHECK(command_answer(in, flat).at("text") ==
          "Something went wrong on our side. Please ask again.");
    failures = 0;
    is_acknowledged(in.send_event(test::direct(flat)));
    CHECK(in.out.sent.empty());
    CHECK(contains(in.log, "not answered"));
}

TEST_CASE("nothing that a person wrote and no secret is logged") {
    slack_workspace in;
    const std::string words = "xylophone";
    static_cast<void>(in.send_event(test::direct(words)));
    static_cast<void>(in.send_event(test::direct(words)));
    static_cast<void>(command_answer(in, words));
    static_cast<void>(in.send(pressed(test::click("suggest.0", words))));
    static_cast<void>(in.send(pressed(test::click(words, words))));
    static_cast<void>(in.send(slack_request(words)));
    static_cast<void>(in.send(slack_request(words).drop("X-Slack-Signature")));
    static_cast<void>(in.send_event(
        R"({"type":"message","channel":"D1","channel_type":"im","subtype":"xylophone","text":"xylophone"})"));
    REQUIRE_FALSE(in.log.empty());
    CHECK_FALSE(contains(in.log, words));
    CHECK_FALSE(contains(in.log, test::signing_secret));
    CHECK_FALSE(contains(in.log, "xoxb"));
}

TEST_CASE("of ten thousand deliveries, doubled, out of order and at once, each is answered once") {
    slack_workspace in;
    in.services.log = {};
    constexpr int posts = 4000;
    std::vector<int> order;
    for (int i = 0; i < posts * 5 / 2; ++i)
        order.push_back(i % posts);
    std::shuffle(order.begin(), order.end(), std::minstd_rand(7));
    const auto deliver = [&](std::size_t from) {
        for (auto at = from; at < order.size(); at += 4) {
            const auto number = std::to_string(100'000 + order[at]);
            const auto user = "U" + std::to_string(order[at] % 50);
            static_cast<void>(
                in.send_event(test::direct("hello", "1800" + number + ".1", user), "Ev" + number));
        }
    };
    {
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < 4; ++i)
            workers.emplace_back(deliver, i);
    }
    CHECK(order.size() == 10'000);
    CHECK(in.out.sent.size() == posts);
}

TEST_SUITE_END();
