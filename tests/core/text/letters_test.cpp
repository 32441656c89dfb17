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

TEST_CASE("rules of one kind alone change letters too") {
    std::string word = "ركبة";
    text::letters("ة > ه;").apply(word);

    CHECK(word == "ركبه");
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
    source.letters = "ة > ه;";
    source.attached = {{"و", "ب", "ال"}, {{"تي", "ه"}, {"ي", ""}}, {}};
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

TEST_CASE("a particle that means a word of its own is parted, and words to keep stay whole") {
    text::language_source source;
    source.attached = {{"ا"}, {{"ي", ""}}, {{"ما", "ش"}, {"ما", ""}, {"و", ""}}};
    source.concepts = {{.id = "cannot"}, {.id = "knee"}};
    source.labels = {{"cannot", {"ما قدر"}}, {"knee", {"ركب"}}};
    source.roles = {{.kind = text::label_kind::mention},
                    {.kind = text::label_kind::mention, .concept_id = text::concept_index{1}}};
    source.keep = {"اركب"};
    std::vector<text::phrases::fault> faults;
    const text::language arabic(source, faults);
    REQUIRE(faults.empty());

    for (const std::string message : {"ما اقدر", "مااقدر", "ماقدرش", "ماقدر", "وماقدرش"}) {
        CAPTURE(message);
        CHECK(text::analyze(message, arabic, 8192).mentions.size() == 1);
    }
    CHECK(text::analyze("ركبي", arabic, 8192).mentions.size() == 1);
    CHECK(text::analyze("اركب", arabic, 8192).mentions.empty());
    CHECK(text::analyze("ماركة", arabic, 8192).mentions.empty());
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
