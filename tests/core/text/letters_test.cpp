#include <doctest/doctest.h>

#include "text/analyze.hpp"
#include "text/letters.hpp"

using namespace gaitkeeper;

TEST_SUITE_BEGIN("text.letters");

TEST_CASE("rules of the locale make letters one, each by itself") {
    const text::letters same("[ة] > ه; ى > ي; ー > ; ::Katakana-Hiragana;");
    const auto apply = [&](std::string word) {
        same.apply(word);
        return word;
    };

    CHECK(apply("ركبة") == "ركبه");
    CHECK(apply("مشى") == "مشي");
    CHECK(apply("ランナー") == "らんな");
    CHECK(apply("knee") == "knee");
    CHECK(apply("") == "");
}

TEST_CASE("faulty rules are named, and change nothing") {
    CHECK(text::letters::complaint_about("a > b;").empty());
    CHECK_FALSE(text::letters::complaint_about("a > [;").empty());

    std::string word = "a";
    text::letters("a > [;").apply(word);

    CHECK(word == "a");
}

TEST_CASE("particles that are written together with a word cost nothing") {
    text::language_source source;
    source.stemmer = "arabic";
    source.letters = "ة > ه;";
    source.attached = {{"و", "ب"}, {{"تي", "ه"}, {"ي", ""}}};
    source.concepts = {{.id = "knee"}};
    source.labels = {{"knee", {"ركبة"}}};
    source.roles = {{.kind = text::label_kind::mention}};
    std::vector<text::phrases::fault> faults;
    const text::language arabic(source, faults);
    REQUIRE(faults.empty());

    for (const std::string message : {"ركبة", "ركبه", "ركبتي", "وركبتي", "الركبة", "بركبتي"}) {
        CAPTURE(message);
        CHECK(text::analyze(message, arabic, 8192).mentions.size() == 1);
    }
    CHECK(text::analyze("كتاب", arabic, 8192).mentions.empty());
}

TEST_CASE("in a script without spaces gaps and clauses go by characters") {
    text::language_source source;
    source.letters = "ー > ; ::Katakana-Hiragana;";
    source.concepts = {{.id = "sore_knee"}};
    source.labels = {{"sore_knee", {"ひざ ~ 痛"}}, {"joiners", {"=けど"}}};
    source.roles = {{.kind = text::label_kind::mention}, {.kind = text::label_kind::joiner}};
    std::vector<text::phrases::fault> faults;
    const text::language japanese(source, faults);

    const auto heard = text::analyze("ヒザがとても痛いけど熱はない", japanese, 8192);

    CHECK(heard.mentions.size() == 1);
    CHECK(heard.clauses == 2);
}

TEST_SUITE_END();
