#include <doctest/doctest.h>

#include <random>

#include <boost/json/string.hpp>

#include "bicycle.hpp"
#include "text/utf8.hpp"

using namespace gaitkeeper;

namespace {

bool is_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const auto from = at;
        const auto c = text::next_code_point(bytes, at);
        if (c == 0xFFFD && bytes.substr(from, 3) != "\xEF\xBF\xBD") return false;
    }
    return true;
}

std::string joined(const reply& r) {
    std::string text;
    for (const auto& b : r.blocks)
        text += (text.empty() ? "" : "\n\n") + b.text;
    return text;
}

// Bytes of every kind: letters of the content, broken UTF-8, marks, overrides, other scripts.
std::string random_message(std::mt19937& random) {
    static const std::vector<std::string> pieces{"chain",
                                                 "tyre",
                                                 "no oil",
                                                 "brakes stopped working",
                                                 " ",
                                                 "\n",
                                                 "?",
                                                 ",",
                                                 "and",
                                                 "\xFF",
                                                 "\xC3",
                                                 "\xE2\x80",
                                                 std::string(1, '\0'),
                                                 "\xE2\x80\xAE",
                                                 "\xCC\x81",
                                                 "\xF0\x9F\x98\x80",
                                                 "膝が痛い",
                                                 "ركبتي",
                                                 "{0}",
                                                 "''",
                                                 "\"",
                                                 "\\",
                                                 "1e999",
                                                 "more",
                                                 "hello",
                                                 "\xED\xA0\x80",
                                                 "\xF4\x90\x80\x80",
                                                 "ß",
                                                 "İ",
                                                 "ﬁ"};
    std::string message;
    for (auto n = random() % 12; n > 0; --n)
        message += pieces[random() % pieces.size()];
    return message;
}

} // namespace

TEST_SUITE_BEGIN("engine");

TEST_CASE(
    "any bytes have an answer of valid UTF-8, one to three topics and blocks that make the text") {
    const auto& answers = test::bicycle_engine();
    std::mt19937 random(7);
    conversation talk;

    for (int i = 0; i < 3000; ++i) {
        const auto text = random_message(random);
        CAPTURE(text);
        const auto r = answers.respond(talk, {text, "en", "GB"});
        REQUIRE_FALSE(r.text.empty());
        REQUIRE(is_utf8(r.text));
        REQUIRE(r.topics.size() >= 1);
        REQUIRE(r.topics.size() <= max_topics);
        REQUIRE(r.text == joined(r));
        REQUIRE(r.receipt.content == answers.content_hash());
    }
    CHECK(talk.turns == 3000);
    CHECK(talk.recent.size() <= max_topics);
    CHECK(talk.concepts.size() <= 16);
    CHECK(talk.told.size() <= answers.topics().size());
}

TEST_CASE("the same content, conversation and message give the same reply") {
    const auto& first = test::bicycle_engine();
    const auto second = engine::load_bytes(test::bicycle_bundle()).value();
    std::mt19937 random(11);
    conversation one, other;

    for (int i = 0; i < 300; ++i) {
        const auto text = random_message(random);
        CAPTURE(text);
        REQUIRE(first.respond(one, {text, "en", ""}) == second.respond(other, {text, "en", ""}));
        REQUIRE(one == other);
    }
}

TEST_CASE("empty, blank and wordless messages invite, and change nothing") {
    const auto& answers = test::bicycle_engine();
    for (const std::string text : {"", "   ", "\n\n", "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
                                   "\xCC\x81\xCC\x81", "...", "\x01"}) {
        CAPTURE(text);
        conversation talk;
        CHECK(answers.respond(talk, {text, {}, {}}).text.starts_with("Nothing arrived."));
        CHECK(talk.concepts.empty());
        CHECK(talk.told.empty());
    }
}

TEST_CASE("a long message is read as far as the limit, which the reply says") {
    const auto& answers = test::bicycle_engine();
    const auto said = [&](std::size_t bytes) {
        conversation talk;
        std::string text = "my tyre is flat ";
        text.resize(bytes, 'x');
        return answers.respond(talk, {text, {}, {}}).text.find("I read only the beginning.") !=
               std::string::npos;
    };

    CHECK_FALSE(said(max_message_bytes));
    CHECK(said(max_message_bytes + 1));
    CHECK(said(1'000'000));
}

TEST_CASE("explaining changes nothing and names the flag that was raised") {
    const auto& answers = test::bicycle_engine();
    const conversation talk;

    const auto tree = answers.explain(talk, {"brakes stopped working", {}, {}});

    const auto triage = std::ranges::find(tree.parts, "triage", &explanation::what);
    REQUIRE(triage != tree.parts.end());
    REQUIRE(triage->parts.size() == 1);
    CHECK(triage->parts[0].what == "flag.brakes");
    CHECK(talk == conversation{});
}

TEST_CASE("a part and nothing else asks the last question again") {
    const auto& answers = test::bicycle_engine();
    conversation talk;
    REQUIRE(
        answers.respond(talk, {"when should a mechanic look at it", {}, {}}).topics.front().id ==
        "workshop");

    CHECK(answers.respond(talk, {"and for the brake?", {}, {}}).topics.front().id == "workshop");
    CHECK(answers.respond(talk, {"my tyre is flat", {}, {}}).topics.front().id == "tyre");
}

TEST_CASE("an emergency stays one while the talk goes on, and is not raised anew") {
    const auto& answers = test::bicycle_engine();
    conversation talk;
    REQUIRE(answers.respond(talk, {"brakes stopped working", {}, {}}).triage.level ==
            triage_level::emergency);

    const auto later = answers.respond(talk, {"my tyre is flat", {}, {}});

    CHECK(later.triage.level == triage_level::none);
    CHECK(later.blocks.front() == block{block_kind::caution, "Leave the bicycle where it is."});
}

TEST_CASE("a danger in words that no rule has is known by messages like it") {
    const auto& answers = test::bicycle_engine();
    const auto level = [&](std::string_view text) {
        conversation talk;
        return answers.respond(talk, {text, {}, {}}).triage.level;
    };

    CHECK(level("pulled the lever to the bar and it would not slow down") ==
          triage_level::emergency);
    CHECK(level("i cannot stop thinking about that frame") == triage_level::none);
    CHECK(level("my tyre is flat") == triage_level::none);
}

TEST_CASE("a number is said where the region is known and never otherwise") {
    const auto& answers = test::bicycle_engine();
    conversation a, b;

    const auto known = answers.respond(a, {"brakes stopped working", {}, "GB"});
    const auto unknown = answers.respond(b, {"brakes stopped working", {}, "ZZ"});

    CHECK(known.triage.level == triage_level::emergency);
    CHECK(known.blocks.front().numbers == std::vector<std::string>{"999"});
    CHECK(unknown.text.find_first_of("0123456789") == std::string::npos);
    CHECK(unknown.blocks.front().numbers.empty());
}

TEST_SUITE_END();
