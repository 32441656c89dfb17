#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gaitkeeper/slack/blocks.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::slack;
namespace json = boost::json;

namespace {

const block_words words{"Emergency", "Important", false};

reply with(std::vector<block> blocks, std::vector<suggestion> suggestions = {}) {
    reply made;
    for (const auto& one : blocks)
        made.text += (made.text.empty() ? "" : "\n\n") + one.text;
    made.blocks = std::move(blocks);
    made.suggestions = std::move(suggestions);
    return made;
}

json::array blocks_of(const reply& given, const block_words& around = words) {
    return json::parse(render(given, around).blocks).as_array();
}

std::string text_of(const json::value& block) {
    return std::string(block.at("text").at("text").as_string());
}

std::size_t units(std::string_view text) {
    std::size_t made = 0;
    for (const char c : text)
        made += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U
                    ? (static_cast<unsigned char>(c) >= 0xf0U ? 2U : 1U)
                    : 0U;
    return made;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string made;
    while (times-- > 0)
        made += text;
    return made;
}

} // namespace

TEST_SUITE_BEGIN("slack.blocks");

TEST_CASE("an emergency comes first, under a heading, with its number to tap") {
    const auto made = blocks_of(with({{block_kind::answer, "Rest it."},
                                      {block_kind::emergency, "Call 112 now.", {"112"}},
                                      {block_kind::note, "A program wrote this."}},
                                     {{"The chain", "What about the chain?"}}));

    REQUIRE(made.size() == 5);
    CHECK(made[0].at("type") == "header");
    CHECK(text_of(made[0]) == "Emergency");
    CHECK(text_of(made[1]) == "Call <tel:112|112> now.");
    CHECK(text_of(made[2]) == "Rest it.");
    CHECK(made[3].at("type") == "context");
    CHECK(made[4].at("type") == "actions");
    const auto& button = made[4].at("elements").at(0);
    CHECK(button.at("type") == "button");
    CHECK(text_of(button) == "The chain");
    CHECK(button.at("value") == "What about the chain?");
}

TEST_CASE("a caution says that it is one") {
    CHECK(text_of(blocks_of(with({{block_kind::caution, "See somebody."}}))[0]) ==
          "*Important*\nSee somebody.");
}

TEST_CASE("nothing in a reply becomes a mention or a link") {
    const auto made = render(with({{block_kind::answer, "<!channel> & <@U1>"}}), words);
    CHECK(made.text == "&lt;!channel&gt; &amp; &lt;@U1&gt;");
    CHECK(text_of(json::parse(made.blocks).at(0)) == "&lt;!channel&gt; &amp; &lt;@U1&gt;");
}

TEST_CASE("a text over a section's limit goes on in the next, parted between words") {
    const auto made = blocks_of(with({{block_kind::answer, repeated("knee & hip ", 500)}}));

    REQUIRE(made.size() > 1);
    std::string all;
    for (const auto& one : made) {
        CHECK(units(text_of(one)) <= block_limits::section);
        all += text_of(one);
    }
    CHECK(all == repeated("knee &amp; hip ", 500));
}

TEST_CASE("whatever the reply, nothing is over a limit") {
    for (const std::string letter : {"a", "&", "é", "👩🏽‍⚕️", "e\u0301", "ب", "\n"}) {
        CAPTURE(letter);
        std::vector<block> blocks;
        for (int i = 0; i < 60; ++i)
            blocks.push_back({i % 2 == 0 ? block_kind::answer : block_kind::emergency,
                              repeated(letter, 700),
                              {}});
        std::vector<suggestion> suggestions(40, {repeated(letter, 200), repeated("x", 2000)});
        suggestions.push_back({"too long to come back", repeated("x", 2001)});
        suggestions.push_back({"", ""});
        const auto made =
            render(with(blocks, suggestions), {repeated(letter, 400), repeated(letter, 20), false});

        CHECK(units(made.text) <= block_limits::text);
        CHECK(made.text.ends_with("…"));
        const auto all = json::parse(made.blocks).as_array();
        CHECK(all.size() <= block_limits::blocks);
        std::size_t sum = 0;
        for (const auto& one : all) {
            if (one.at("type") == "actions") {
                const auto& buttons = one.at("elements").as_array();
                CHECK(buttons.size() <= block_limits::buttons);
                for (const auto& button : buttons) {
                    CHECK(units(text_of(button)) <= block_limits::button);
                    CHECK(button.at("value").as_string().size() <= block_limits::value);
                }
                continue;
            }
            const auto most =
                one.at("type") == "header" ? block_limits::header : block_limits::section;
            CHECK(units(text_of(one)) <= most);
            CHECK(units(text_of(one)) >= 1);
            if (one.at("type") == "section") sum += units(text_of(one));
        }
        CHECK(sum <= block_limits::all_blocks);
    }
}

TEST_CASE("a cut parts no letter of several code points") {
    const std::string family = "👨‍👩‍👧";
    const auto made =
        blocks_of(with({{block_kind::answer, "x"}}, {{repeated(family, 30), "text"}}));
    auto label = text_of(made[1].at("elements").at(0));
    REQUIRE(label.ends_with("…"));
    label.resize(label.size() - std::string_view("…").size());
    CHECK(label == repeated(family, label.size() / family.size()));
}

TEST_CASE("each button of a message has an action of its own") {
    const auto made = blocks_of(with({{block_kind::answer, "x"}},
                                     {{"one", "first"}, {"two", "second"}, {"three", "third"}}));
    const auto& buttons = made[1].at("elements").as_array();
    CHECK(buttons.size() == 3);
    CHECK(buttons[0].at("action_id") != buttons[1].at("action_id"));
    CHECK(buttons[1].at("action_id") != buttons[2].at("action_id"));
}

TEST_CASE("in right-to-left text the left-to-right stands apart, and numbers can be tapped") {
    const auto made =
        blocks_of(with({{block_kind::answer, "اتبع RICE أو اتصل 112", {"112"}}}), {"e", "c", true});
    CHECK(text_of(made[0]) == "اتبع \u2068RICE\u2069 أو اتصل <tel:112|112>");
}

TEST_SUITE_END();
