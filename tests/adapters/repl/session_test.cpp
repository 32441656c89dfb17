#include <doctest/doctest.h>

#include "bicycle.hpp"
#include "gaitkeeper/repl/session.hpp"

using namespace gaitkeeper;

namespace {

repl::session begin(repl::style look = {}) {
    return {test::bicycle_engine(), "en", "", look};
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_SUITE_BEGIN("repl.session");

TEST_CASE("a line is a message and its answer comes back") {
    auto talk = begin();

    const auto answer = talk.take("the chain is loud and rusty");

    CHECK(contains(answer, "Wipe the chain with a dry cloth."));
    CHECK_FALSE(talk.is_over());
}

TEST_CASE("an emergency is unmistakable without colour") {
    auto talk = begin();

    const auto answer = talk.take("my brakes stopped working");

    CHECK(answer.starts_with("!!! EMERGENCY !!!\n!!! Do not ride."));
    CHECK_FALSE(contains(answer, "\x1b["));
}

TEST_CASE("colour adds to the marks and takes none away") {
    auto talk = begin({.width = 78, .colour = true});

    const auto answer = talk.take("my brakes stopped working");

    CHECK(contains(answer, "!!! EMERGENCY !!!"));
    CHECK(contains(answer, "\x1b[1;31m"));
}

TEST_CASE("why shows what was read, heard and weighed") {
    auto talk = begin();
    CHECK(contains(talk.take(":why"), "Nothing has been said yet."));

    static_cast<void>(talk.take("no oil please, the chain is dry"));
    const auto why = talk.take(":why");

    CHECK(contains(why, "“oil” = remedy.oil, denied because of “no”"));
    CHECK(contains(why, "“chain” = part.chain, stated"));
    CHECK(contains(why, " was named: "));
    CHECK(contains(why, "For it: "));
    CHECK_FALSE(contains(why, "ui/"));
}

TEST_CASE("why calls a flag that no rule raised a suspicion, with its probability and the mark") {
    auto talk = begin({.width = 400});

    static_cast<void>(talk.take("pulled the lever to the bar and it would not slow down"));
    const auto suspected = talk.take(":why");
    static_cast<void>(talk.take("my brakes stopped working"));
    const auto ruled = talk.take(":why");

    CHECK(contains(suspected, "Suspected red flag: flag.brakes (emergency). No rule speaks"));
    CHECK(contains(suspected, " %, and "));
    CHECK_FALSE(contains(suspected, "Red flags:"));
    CHECK(contains(ruled, "Red flags: flag.brakes (emergency)."));
    CHECK_FALSE(contains(ruled, "Suspected"));
}

TEST_CASE("commands set language and region, start afresh and leave") {
    auto talk = begin();

    CHECK(contains(talk.take(":help"), ":region"));
    CHECK(contains(talk.take(":locale"), "en"));
    CHECK(contains(talk.take(":locale en-GB"), "Language: en"));
    CHECK(contains(talk.take(":locale tlh"), "There is no language"));
    CHECK(contains(talk.take(":region gb"), "Region: GB"));
    CHECK(contains(talk.take(":region ZZ"), "No numbers are known"));
    CHECK(contains(talk.take(":nonsense"), "There is no command :nonsense"));
    CHECK(contains(talk.take(":reset"), "afresh"));
    CHECK(contains(talk.take(":why"), "Nothing has been said yet."));
    CHECK(contains(talk.take(":quit"), "Goodbye"));
    CHECK(talk.is_over());
}

TEST_CASE("a smiley at the beginning is no command") {
    auto talk = begin();

    CHECK_FALSE(contains(talk.take(":) chain"), "no command"));
    CHECK_FALSE(contains(talk.take(":"), "no command"));
}

TEST_CASE("completion offers whole lines") {
    const auto talk = begin();

    CHECK(talk.completions(":re") == std::vector<std::string>{":region", ":reset"});
    CHECK(talk.completions(":locale ") == std::vector<std::string>{":locale en"});
    CHECK(talk.completions("chain").empty());
}

TEST_CASE("after a fresh start nothing of the conversation is left") {
    auto used = begin(), fresh = begin();
    static_cast<void>(used.take("my tyre is flat"));
    static_cast<void>(used.take(":reset"));

    CHECK(used.take("more") == fresh.take("more"));
}

TEST_SUITE_END();
