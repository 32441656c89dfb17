#include <doctest/doctest.h>

#include "safety/assess.hpp"
#include "text/analyze.hpp"

using namespace gaitkeeper;

namespace {

// Rules over four concepts: heat near a knee with fever is urgent, with confusion an emergency.
class small_rules {
public:
    small_rules() {
        for (const auto* id : {"knee", "heat", "fever", "confused", "cancer"}) {
            content::concept_info c;
            c.traits.id = id;
            c.history = std::string_view(id) == "cancer";
            catalog.concepts.push_back(c);
        }
        const auto parse = [&](std::string_view json) {
            simdjson::dom::parser parser;
            std::vector<problem> problems;
            const auto value = content::parse_json(parser, "flags.json", json, problems);
            REQUIRE(value);
            content::read_triage_rules(*value, catalog, rules);
            REQUIRE(problems.empty());
        };
        parse(R"({"conditions": {"hot": {"near": ["heat", "knee"], "span": 3},
                                 "joint": {"all": ["heat", "knee"]}},
                  "escalator": "confused", "ours": "knee",
                  "flags": [{"id": "flag.infection", "levels": [
                              {"level": "urgent", "when": {"all": [{"any": ["@hot", "@joint"]}, "fever"]}}]},
                            {"id": "flag.history", "levels": [{"level": "urgent", "when": {"all": ["cancer", "knee"]}}]}]})");
    }

    safety::assessment assess(std::initializer_list<text::mention> mentions,
                              const std::vector<text::concept_index>& before = {},
                              std::vector<safety::suspicion> suspected = {}) {
        text::utterance u;
        u.tokens.resize(20);
        u.mentions = mentions;
        return safety::assess(u, before, catalog, rules, suspected);
    }

    content::catalog catalog;
    content::triage_rules rules;
};

constexpr auto knee = text::concept_index{0}, heat = text::concept_index{1},
               fever = text::concept_index{2}, confused = text::concept_index{3},
               cancer = text::concept_index{4};

text::mention at(text::concept_index c, std::uint32_t begin,
                 text::stance s = text::stance::asserted) {
    return {.concept_id = c, .begin = begin, .end = begin + 1, .stance = s, .cue = {}};
}

} // namespace

TEST_SUITE("safety.assess") {
    TEST_CASE("both parts of a flag raise it, one does not") {
        small_rules r;
        CHECK(r.assess({at(knee, 0), at(heat, 1), at(fever, 5)}).found.level ==
              triage_level::urgent);
        CHECK(r.assess({at(knee, 0), at(heat, 1)}).found.level == triage_level::none);
    }

    TEST_CASE(
        "what was learnt raises a flag where no rule speaks, and changes none that a rule raised") {
        small_rules r;
        const std::vector<safety::suspicion> history{{1, triage_level::urgent, 0.9}};

        CHECK(r.assess({at(knee, 0)}, {}, history).found ==
              triage{triage_level::urgent, {"flag.history"}});
        CHECK(r.assess({at(knee, 0), at(confused, 9)}, {}, history).found.level ==
              triage_level::emergency);
        CHECK(r.assess({at(knee, 0), at(heat, 1), at(fever, 5)}, {}, history).found ==
              triage{triage_level::urgent, {"flag.infection"}});
    }

    TEST_CASE("a suspicion that is not plausible is not believed, and the next one is asked") {
        small_rules r;
        r.rules.flags[1].plausible = r.rules.ours;
        const std::vector<safety::suspicion> both{{1, triage_level::urgent, 0.6},
                                                  {0, triage_level::urgent, 0.3}};

        CHECK(r.assess({at(knee, 0)}, {}, both).found.flags ==
              std::vector<std::string>{"flag.history"});
        CHECK(r.assess({at(heat, 0)}, {}, both).found.flags ==
              std::vector<std::string>{"flag.infection"});
    }

    TEST_CASE("a denied, general, past or unreal part raises nothing") {
        small_rules r;
        for (const auto s : {text::stance::denied, text::stance::general, text::stance::past,
                             text::stance::unreal}) {
            CHECK(r.assess({at(knee, 0), at(heat, 1), at(fever, 5, s)}).found.level ==
                  triage_level::none);
        }
        CHECK(
            r.assess({at(knee, 0), at(heat, 1), at(fever, 5, text::stance::another)}).found.level ==
            triage_level::urgent);
    }

    TEST_CASE("history counts although it is past") {
        small_rules r;
        CHECK(r.assess({at(knee, 0), at(cancer, 3, text::stance::past)}).found.flags ==
              std::vector<std::string>{"flag.history"});
    }

    TEST_CASE("an escalator makes every flag an emergency, alone it raises none") {
        small_rules r;
        CHECK(r.assess({at(knee, 0), at(heat, 1), at(fever, 5), at(confused, 7)}).found.level ==
              triage_level::emergency);
        CHECK(r.assess({at(confused, 7)}).found.level == triage_level::none);
    }

    TEST_CASE("the second part may come in a later turn") {
        small_rules r;
        CHECK(r.assess({at(fever, 0)}, {knee, heat}).found.level == triage_level::urgent);
    }

    TEST_CASE("a turn that adds nothing raises nothing anew but stays open") {
        small_rules r;
        const auto later = r.assess({at(knee, 0)}, {knee, heat, fever});
        CHECK(later.found.level == triage_level::none);
        CHECK(later.still_open == triage_level::urgent);
    }

    TEST_CASE("what is denied now no longer counts from before") {
        small_rules r;
        CHECK(r.assess({at(knee, 0), at(fever, 3, text::stance::denied)}, {heat, fever})
                  .found.level == triage_level::none);
    }
}
