#include "fuzz.hpp"
#include "gaitkeeper/slack/api_answer.hpp"
#include "gaitkeeper/slack/command.hpp"
#include "gaitkeeper/slack/envelope.hpp"
#include "gaitkeeper/slack/mrkdwn.hpp"
#include "gaitkeeper/slack/signature.hpp"

using namespace gaitkeeper;

// What a request of Slack's and an answer of its API are read with; the first byte says by which
// reader.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = fuzz::bytes_of(data, size);
    constexpr std::chrono::sys_seconds now{std::chrono::seconds(1'800'000'000)};
    switch (fuzz::take_byte(text) % 5) {
    case 0:
        if (const auto one = slack::parse_event(text)) {
            const bool is_answered =
                slack::judge(*one, slack::group_talk::ignored, now) == slack::fate::answer;
            fuzz::require(!is_answered || !slack::read_mrkdwn(one->text).empty(),
                          "there is something to read in what is answered");
            fuzz::require(one->channel.size() <= 64 && one->user.size() <= 64, "an id is short");
        }
        break;
    case 1:
        if (const auto one = slack::parse_interaction(text))
            fuzz::require(one->user.size() <= 64 && one->channel.size() <= 64, "an id is short");
        break;
    case 2:
        if (const auto form = teamchat::parse_form(text)) {
            const auto one = slack::read_command(*form);
            fuzz::require(!one || !one->user.empty(), "somebody gives a command");
        }
        break;
    case 3:
        if (const auto wait = slack::parse_retry_after(text))
            fuzz::require(wait->count() >= 0 && *wait <= std::chrono::hours(1),
                          "a wait is bounded");
        break;
    default:
        static const slack::verifier verifier({"secret"});
        fuzz::require(verifier.judge(text, text, text, now) != slack::verdict::good,
                      "nobody signs who does not know the secret");
        static_cast<void>(verifier.judge("1800000000", text, text, now));
    }
    return 0;
}
