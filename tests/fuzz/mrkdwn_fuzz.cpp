#include "fuzz.hpp"
#include "gaitkeeper/slack/blocks.hpp"
#include "gaitkeeper/slack/mrkdwn.hpp"
#include "gaitkeeper/teamchat/fields.hpp"
#include "gaitkeeper/teamchat/letters.hpp"

using namespace gaitkeeper;

// Text in and out of Slack's markup, and the blocks around it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::bytes_of(data, size);
    const auto written = slack::escape(text);
    fuzz::require(written.find_first_of("<>") == std::string::npos,
                  "what is written notifies nobody and links nothing");
    const auto read = slack::read_mrkdwn(text);
    fuzz::require(read.size() <= text.size() + 1,
                  "what is read is no longer than what was written");
    fuzz::require(slack::read_mrkdwn(slack::escape(read)) == read, "what is written is read again");
    static_cast<void>(slack::isolate_left_to_right(text));
    fuzz::require(teamchat::units_of(teamchat::cut(text, 75)) <= 75, "a cut text fits");
    reply given;
    given.text = text;
    given.blocks = {{block_kind::answer, given.text, {"112"}}, {block_kind::note, given.text}};
    given.suggestions = {{given.text, given.text}};
    const auto made = slack::render(given, {given.text, given.text, size % 2 == 0});
    fuzz::require(teamchat::units_of(made.text) <= slack::block_limits::text, "a text fits");
    static_cast<void>(teamchat::parse_form(text));
    static_cast<void>(teamchat::parse_object(text));
    return 0;
}
