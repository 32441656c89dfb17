#include <doctest/doctest.h>

#include <algorithm>

#include "bicycle.hpp"

using namespace gaitkeeper;

namespace {

class mistaken_content {
public:
    mistaken_content() : files_(read_content(test::bicycle_folder()).value()) {}

    /// Puts `wrong` in the place of `right`, which must be there, and expects a problem.
    void mistake(std::string_view path, std::string_view right, std::string_view wrong,
                 std::string pointer, std::string what) {
        auto& bytes = file(path).bytes;
        const auto at = bytes.find(right);
        REQUIRE_MESSAGE(at != std::string::npos, right);
        bytes.replace(at, right.size(), wrong);
        expected_.push_back({std::string(path), std::move(pointer), std::move(what)});
    }

    void drop(std::string_view path) {
        std::erase_if(files_, [&](const content_file& f) { return f.path == path; });
        expected_.push_back({std::string(path), "", "the file is missing"});
    }

    content_file& file(std::string_view path) {
        const auto at = std::ranges::find(files_, path, &content_file::path);
        REQUIRE(at != files_.end());
        return *at;
    }

    /// Every expected problem is among those found, at its place, with its words.
    std::size_t found(const check_options& options = {}) {
        const auto problems = check(files_, options);
        for (const auto& e : expected_) {
            const bool there = std::ranges::any_of(problems, [&](const problem& p) {
                return p.file == e.file && p.pointer == e.pointer &&
                       p.what.find(e.what) != std::string::npos;
            });
            std::string all;
            for (const auto& p : problems)
                all += to_string(p) + '\n';
            CHECK_MESSAGE(there, "expected: ", to_string(e), "\nfound:\n", all);
        }
        return problems.size();
    }

    [[nodiscard]] std::size_t expected() const { return expected_.size(); }

private:
    std::vector<content_file> files_;
    std::vector<problem> expected_;
};

} // namespace

TEST_SUITE_BEGIN("content.check");

TEST_CASE("a sound folder has no problems") {
    CHECK(check(read_content(test::bicycle_folder()).value(), {.today = "2026-11-24"}).empty());
}

TEST_CASE("thirty mistakes are all reported at once, each in its place") {
    mistaken_content c;
    const std::string catalog = "intents/catalog.json", concepts = "intents/concepts.json",
                      flags = "intents/flags.json", lexicon = "intents/en/lexicon.json",
                      stance = "intents/en/stance.json", topics = "intents/en/topics.json",
                      guidance = "locales/en/guidance.json", triage = "locales/en/triage.json",
                      chat = "locales/en/chat.json", regions = "locales/regions.json";
    c.mistake(catalog, R"("version": "1")", R"("version": 1)", "/version", "a string is expected");
    c.mistake(catalog, R"("role": "greet")", R"("role": "wave")", "/topics/3/role",
              "no role is called 'wave'");
    c.mistake(catalog, R"("section": 2,)", R"("sektion": 2,)", "/topics/1/sektion",
              "did you mean 'section'");
    c.mistake(catalog, "\"next\": [\n    \"chain\"\n   ]", R"("next": ["chian"])",
              "/topics/1/next/0", "nothing is called 'chian'");
    c.mistake(catalog, "\"remedy.oil\"", "\"remedy.oli\"", "/topics/0/ruled_out_by/0",
              "nothing is called 'remedy.oli'");
    c.mistake(concepts, R"("hides": "all")", R"("hides": "some")", "/concepts/5/hides",
              "'hides' is");
    c.mistake(concepts, R"("danger": true)", R"("danger": "yes")", "/concepts/3/danger",
              "true or false");
    c.mistake(concepts, R"("what": "oil")", R"("whta": "oil")", "/concepts/4/whta",
              "did you mean 'what'");
    c.mistake(flags, R"("part.tyre")", R"("part.tire")", "/conditions/bicycle/any/2",
              "no concept is called 'part.tire'");
    c.mistake(flags, R"("ours": "@bicycle")", R"("ours": "@bike")", "/ours",
              "no condition above is called '@bike'");
    c.mistake(flags, R"("level": "emergency")", R"("level": "panic")", "/flags/0/levels/0",
              "'level' is");
    c.mistake(lexicon, R"("english")", R"("klingon")", "/stemmer", "libstemmer has no algorithm");
    c.mistake(lexicon, R"("derailleur")", R"("(derailleur")", "/concepts/part.chain/1",
              "a '(' without its ')'");
    c.mistake(lexicon, R"("tube")", R"("~ tube")", "/concepts/part.tyre/2", "begins with a gap");
    c.mistake(lexicon, R"("grease")", R"("<part.oil>")", "/concepts/remedy.oil/1",
              "nothing is called part.oil");
    c.mistake(lexicon, R"("supply chain")", R"("?")", "/concepts/context.unrelated/1",
              "belongs to nothing");
    c.mistake(stance, R"("denied": {)", R"("denyed": {)", "/denyed", "did you mean 'denied'");
    c.mistake(stance, R"("years ago")", R"(7)", "/past/after/0", "a string is expected");
    c.mistake("intents/en/signs.json", R"("sign.no_brakes")", R"("sign.no_breaks")",
              "/concepts/sign.no_breaks", "concepts.json has no");
    c.mistake("intents/en/spelling.json", R"("you")", R"(["you"])", "/respell/u",
              "a string is expected");
    c.mistake(topics, R"("tell me more")", R"("more")", "/topics/more/1",
              "the same example stands at");
    c.mistake(topics, R"("hi there")", R"("more please")", "/topics/more/4",
              "means something else at");
    c.mistake(topics, R"("other_vehicle": [)", R"("another_vehicle": [)", "/topics/another_vehicle",
              "catalog.json has no topic");
    c.mistake(guidance, R"("brief": "Bring it in when in doubt.",)", "", "/workshop/brief",
              "the message is missing");
    c.mistake(guidance, R"(Pump the tyre and look)", R"(Pump the {tyre and look)", "/tyre/brief",
              "MessageFormat does not accept it");
    c.mistake(triage, R"({signs})", R"({sings})", "/also", "did you mean 'signs'");
    c.mistake(triage, R"("label": "brakes that do not work",)", "", "/flag.brakes/label",
              "the message is missing");
    c.mistake(chat, R"("Left out: {topics}.")", R"("{count, plural, other {Left out}}")",
              "/refused", "lacks the category 'one'");
    c.mistake(chat, R"("Nothing arrived.")", R"("")", "/empty", "an empty message");
    c.mistake(regions, R"("2026-11-01")", R"("yesterday")", "/regions/GB/emergency/reviewed",
              "is a date");

    REQUIRE(c.expected() == 30);
    CHECK(c.found() >= 30);
}

TEST_CASE("missing files and broken JSON are problems among others") {
    mistaken_content c;
    c.drop("intents/en/stance.json");
    c.mistake("locales/en/chat.json", "{", "{,", "", "");
    c.mistake("intents/catalog.json", R"("tyre")", R"("tyre)", "", "");

    CHECK(c.found() >= 3);
}

TEST_CASE("examples that nobody could tell apart are found") {
    mistaken_content c;
    c.mistake("intents/en/topics.json", R"("the tire has a crack")",
              R"("oil the chain, how often should i?")", "/topics/tyre/4",
              "nearly the same words mean 'chain'");

    CHECK(c.found() == 1);
}

TEST_CASE("what is due for review is said on the day, not before") {
    mistaken_content c;
    c.file("intents/catalog.json").bytes.replace(1, 0, R"("review_by": "2027-01-01",)");

    CHECK(c.found({.today = "2027-01-01"}) == 0);
    CHECK(c.found({.today = "2027-01-02"}) == 3); // the three pieces of guidance
    CHECK(c.found({.today = "2028-11-02"}) == 4); // and a number
    CHECK(c.found() == 0);
}

TEST_CASE("a locale is measured against the default one") {
    auto files = read_content(test::bicycle_folder()).value();
    const auto count = files.size();
    for (std::size_t i = 0; i < count; ++i) {
        auto copy = files[i];
        const auto at = copy.path.find("/en/");
        if (at == std::string::npos) continue;
        copy.path.replace(at, 4, "/ar/");
        files.push_back(std::move(copy));
    }
    const auto swap = [&](std::string_view path, std::string_view right, std::string_view wrong) {
        auto& bytes = std::ranges::find(files, path, &content_file::path)->bytes;
        bytes.replace(bytes.find(right), right.size(), wrong);
    };
    swap("locales/ar/chat.json", "\"That is all.\"", "\"{count, plural, one {x} other {y}}\"");
    swap("locales/ar/chat.json", "\"empty\"", "\"emptyness\"");

    const auto problems = check(files);

    const auto said = [&](std::string_view what) {
        return std::ranges::count_if(
            problems, [&](const problem& p) { return p.what.find(what) != std::string::npos; });
    };
    CHECK(said("lacks the category") == 4); // zero, two, few, many
    CHECK(said("uses {count}") == 1);
    CHECK(said("en has no such message") == 1);
    CHECK(said("en has it") == 1);
}

TEST_SUITE_END();
