#include <doctest/doctest.h>

#include "dialog/resolve.hpp"

using namespace gaitkeeper;

namespace {

// Two topics that may be asked about, the turns of a conversation, and one question.
class small_catalog {
public:
    small_catalog() {
        read(
            R"({"concepts": [{"id": "part.chain", "subject": true}, {"id": "part.tyre", "subject": true},
                              {"id": "time.recent"}, {"id": "symptom.noise"}]})",
            content::read_concepts);
        read(R"({"version": "1", "default_locale": "en", "starters": [],
                 "topics": [{"id": "oil", "kind": "guidance", "section": 1},
                            {"id": "wear", "kind": "guidance", "section": 1},
                            {"id": "workshop", "kind": "guidance", "section": 1, "role": "seek_care"},
                            {"id": "more", "kind": "chat", "role": "more"}, {"id": "yes", "kind": "chat", "role": "yes"},
                            {"id": "hello", "kind": "chat", "role": "greet"},
                            {"id": "elsewhere", "kind": "scope", "role": "elsewhere"},
                            {"id": "unrelated", "kind": "scope", "role": "unrelated"}],
                 "questions": [{"id": "since_when", "after": ["oil"], "unless": ["time.recent"],
                                "answers": [{"when": ["time.recent"], "topics": ["wear", "workshop"]}]}]})",
             content::read_catalog);
    }

    struct turn {
        std::vector<std::string> topics;
        bool question, exhausted, unsure;
    };

    /// What is made of a message whose best topic is `topic`, and that mentions `concepts`.
    turn resolve(std::string_view topic, const conversation& before,
                 std::initializer_list<std::string_view> concepts = {}, double confidence = 0.9,
                 bool unsure = false) const {
        const auto made = dialog::resolve(said(concepts),
                                          {{{*catalog.find_topic(topic), confidence}}, {}, unsure},
                                          dialog::recall(before, catalog), catalog);
        turn t{{}, made.question.has_value(), made.exhausted, made.unsure};
        for (const auto& s : made.topics)
            t.topics.push_back(catalog.at(s.topic).id);
        return t;
    }

    text::utterance said(std::initializer_list<std::string_view> concepts,
                         text::stance how = text::stance::asserted) const {
        text::utterance u;
        u.tokens.resize(4);
        for (const auto id : concepts)
            u.mentions.push_back({*catalog.find_concept(id), 0, 1, how, {}});
        return u;
    }

    content::catalog catalog;

private:
    template <class Read>
    void read(std::string_view json, Read into) {
        simdjson::dom::parser parser;
        std::vector<problem> problems;
        into(*content::parse_json(parser, "test.json", json, problems), catalog);
        REQUIRE(problems.empty());
    }
};

using ids = std::vector<std::string>;

// A conversation whose last reply was about `recent`.
conversation after(ids recent, ids told = {}, ids offered = {}) {
    conversation c;
    c.recent = std::move(recent);
    c.told = std::move(told);
    c.offered = std::move(offered);
    return c;
}

conversation asked(ids recent, std::string question) {
    auto c = after(std::move(recent));
    c.question = std::move(question);
    return c;
}

conversation knowing(ids concepts) {
    conversation c;
    c.concepts = std::move(concepts);
    return c;
}

} // namespace

TEST_SUITE_BEGIN("dialog.resolve");

TEST_CASE(
    "more goes on with what was named, then with what was offered, then says that this is all") {
    const small_catalog c;

    CHECK(c.resolve("more", after({"oil", "wear"}, {"oil"})).topics == ids{"wear"});
    CHECK(c.resolve("more", after({"oil"}, {"oil"}, {"workshop"})).topics == ids{"workshop"});
    CHECK(c.resolve("more", after({"oil"}, {"oil"})).exhausted);
    CHECK_FALSE(c.resolve("more", {}).exhausted);
}

TEST_CASE("yes takes the first offer, and is a chat turn where nothing was offered") {
    const small_catalog c;

    CHECK(c.resolve("yes", after({}, {}, {"wear", "oil"})).topics == ids{"wear"});
    CHECK(c.resolve("yes", {}).topics == ids{"yes"});
}

TEST_CASE("a subject alone asks the last question again, told or not, unless the message is clear "
          "by itself") {
    const small_catalog c;
    const auto before = after({"wear"}, {"wear"});

    CHECK(c.resolve("unrelated", before, {"part.tyre"}).topics == ids{"wear"});
    CHECK(c.resolve("oil", before, {"part.tyre"}, 0.3, true).topics == ids{"wear"});
    CHECK_FALSE(c.resolve("oil", before, {"part.tyre"}, 0.3, true).unsure);
    CHECK(c.resolve("oil", before, {"part.chain"}, 0.95).topics == ids{"oil"});
    CHECK(c.resolve("unrelated", before, {"part.tyre", "symptom.noise"}).topics ==
          ids{"unrelated"});
    CHECK(c.resolve("unrelated", {}, {"part.tyre"}).topics == ids{"unrelated"});
    CHECK(c.resolve("hello", before, {"part.tyre"}).topics == ids{"hello"});
}

TEST_CASE("an unclear complaint is asked about once, and not where the answer is known") {
    const small_catalog c;

    CHECK(c.resolve("oil", {}).question);
    CHECK_FALSE(c.resolve("wear", {}).question);
    CHECK_FALSE(c.resolve("oil", {}, {"time.recent"}).question);
    CHECK_FALSE(c.resolve("oil", knowing({"time.recent"})).question);
    CHECK_FALSE(c.resolve("oil", after({"oil"})).question);
    CHECK_FALSE(c.resolve("oil", after({"wear"}, {"oil"})).question);
}

TEST_CASE("the answer to our question completes the picture") {
    const small_catalog c;
    const auto before = asked({"oil"}, "since_when");

    CHECK(c.resolve("unrelated", before, {"time.recent"}).topics == ids{"wear", "workshop"});
    CHECK(c.resolve("oil", before, {"time.recent"}, 0.95).topics == ids{"oil", "wear", "workshop"});
    CHECK(c.resolve("wear", before).topics == ids{"wear"});
    CHECK(c.resolve("unrelated", after({"oil"}), {"time.recent"}).topics == ids{"unrelated"});
}

TEST_CASE("ids of another version of the content are forgotten") {
    const small_catalog c;
    auto other = asked({"gone", "oil"}, "gone");
    other.offered = {"gone"};
    other.concepts = {"part.gone"};

    const auto memory = dialog::recall(other, c.catalog);

    CHECK(memory.recent.size() == 1);
    CHECK(memory.offered.empty());
    CHECK(memory.concepts.empty());
    CHECK_FALSE(memory.question);
}

TEST_CASE("what is asserted is remembered once, until it is denied") {
    const small_catalog c;
    const auto chain = *c.catalog.find_concept("part.chain");

    CHECK(dialog::remember({}, c.said({"part.chain", "part.chain"}), c.catalog) ==
          std::vector{chain});
    CHECK(
        dialog::remember({chain}, c.said({"part.chain"}, text::stance::denied), c.catalog).empty());
    CHECK(dialog::remember({}, c.said({"part.chain"}, text::stance::general), c.catalog).empty());
    CHECK(dialog::remember({chain}, c.said({"part.chain"}, text::stance::past), c.catalog) ==
          std::vector{chain});
}

TEST_CASE("what was part of a person's history is remembered from the past, too") {
    small_catalog c;
    const auto chain = *c.catalog.find_concept("part.chain");
    c.catalog.concepts[static_cast<std::size_t>(chain)].history = true;

    CHECK(dialog::remember({}, c.said({"part.chain"}, text::stance::past), c.catalog) ==
          std::vector{chain});
    CHECK(dialog::remember({}, c.said({"part.chain"}, text::stance::unreal), c.catalog).empty());
}

TEST_SUITE_END();
