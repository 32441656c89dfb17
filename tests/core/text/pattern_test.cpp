#include <doctest/doctest.h>

#include "text/phrases.hpp"

using namespace gaitkeeper::text;

namespace {

// The words that `pattern` matches in `message`, or "-".
std::string matched(const std::string& pattern, std::string_view message) {
    const tokenizer splitter;
    const stemmer stems("english");
    std::vector<phrases::fault> faults;
    const std::vector<phrases::source> sources{
        {"it", {pattern}}, {"$CANT", {"can't", "not able to"}}, {"body.knee", {"knee"}}};
    const phrases all(sources, splitter, stems, faults);
    if (!faults.empty()) return "fault: " + faults[0].what;
    auto u = splitter.split(normalize(message));
    for (auto& t : u.tokens)
        all.identify(t);
    phrase_search scratch;
    for (const auto& p : all.find(u.tokens, scratch)) {
        if (p.label != 0) continue;
        std::string words;
        for (auto i = p.begin; i < p.end; ++i)
            words += (words.empty() ? "" : " ") + u.tokens[i].key;
        return words;
    }
    return "-";
}

} // namespace

TEST_SUITE("text.pattern") {
    TEST_CASE("each piece of the language matches what it says") {
        const struct {
            const char *pattern, *message, *expected;
        } rows[] = {
            {"swell", "it is swelling", "swelling"},
            {"=swell", "it is swelling", "-"},
            {"hinch*", "hinchazón aquí", "hinchazon"},
            {"sore? knee", "my knee", "knee"},
            {"sore? knee", "sore knee", "sore knee"},
            {"(left|right) knee", "right knee", "right knee"},
            {"put ~ weight", "put any real weight", "put any real weight"},
            {"put ~ weight", "put a b c d weight", "-"},
            {"put ~~ weight", "put a b c d weight", "put a b c d weight"},
            {"put ~ weight", "put. weight", "-"},
            {"aged #65-110", "aged 77", "aged 77"},
            {"aged #65-110", "aged 30", "-"},
            {"$CANT ~ walk", "not able to really walk", "not able to really walk"},
            {"<body.knee> hurts", "knee hurt", "knee hurt"},
            {"knee (cap|brace)?", "knee brace", "knee brace"},
            {"(a (b|c)|d) e", "a c e", "a c e"},
            {"(left|very sore) knee", "very sore knee", "very sore knee"},
            {"(very)? sore (knee|#) brace*", "sore 2 braces", "sore 2 braces"},
            {"sore ~ (knee|$CANT)? walk", "sore and can't walk", "sore and cant walk"},
            {"sore ~ knee", "knee sore", "-"},
        };
        for (const auto& r : rows) {
            CAPTURE(r.pattern);
            CHECK(matched(r.pattern, r.message) == r.expected);
        }
    }

    TEST_CASE("a broken pattern is named, never run") {
        for (const auto* broken : {"", "(a", "a)", "a|b", "~ a", "a ~", "a? b?", "()", "<nothing>",
                                   "$NOTHING", "#9-3", "*", "!?"}) {
            CAPTURE(broken);
            CHECK(matched(broken, "a b").starts_with("fault: "));
        }
    }

    TEST_CASE("a label that leads to itself is a fault") {
        std::vector<phrases::fault> faults;
        const std::vector<phrases::source> sources{{"$A", {"x $B"}}, {"$B", {"$A y"}}};
        const phrases all(sources, tokenizer(), stemmer("english"), faults);
        CHECK_FALSE(faults.empty());
    }

    TEST_CASE("a match may be as long as the limit and no longer") {
        std::string words;
        for (std::uint32_t i = 0; i < max_pattern_tokens; ++i)
            words += "knee ";
        CHECK(matched("knee", words) == "knee");
        CHECK(matched(words, words + "knee") != "-");
        CHECK(matched(words + "knee", words + "knee") == "-");
    }
}
