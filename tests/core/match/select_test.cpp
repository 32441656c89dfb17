#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "match/select.hpp"

using namespace gaitkeeper;
using content::topic_index;
using content::topic_kind;
using content::topic_role;

namespace {

enum : std::uint16_t { relief, pills, ice, hello, nonsense };
constexpr auto medicine = text::concept_index{0};

content::catalog five_topics() {
    content::catalog made;
    made.concepts.resize(1);
    const auto add = [&](std::string id, topic_kind kind, topic_role role) -> content::topic& {
        auto& topic = made.topics.emplace_back();
        topic.id = std::move(id);
        topic.kind = kind;
        topic.role = role;
        return topic;
    };
    add("relief", topic_kind::guidance, topic_role::overview);
    auto& medication = add("pills", topic_kind::guidance, topic_role::none);
    medication.overview = topic_index{relief};
    medication.ruled_out_by = {medicine};
    add("ice", topic_kind::guidance, topic_role::none).overview = topic_index{relief};
    add("hello", topic_kind::chat, topic_role::greet);
    add("nonsense", topic_kind::scope, topic_role::unrelated);
    return made;
}

match::ranking ranked(std::vector<float> probabilities) {
    match::ranking made{0, 4, std::move(probabilities), 0};
    made.in_scope = 1.0 - static_cast<double>(made.probabilities[nonsense]);
    return made;
}

text::utterance four_words(text::stance of_medicine = text::stance::asserted) {
    text::utterance said;
    said.tokens.resize(4);
    said.mentions.push_back(
        {.concept_id = medicine, .begin = 0, .end = 1, .stance = of_medicine, .cue = {}});
    return said;
}

std::vector<std::uint16_t> topics_of(const match::selection& s) {
    std::vector<std::uint16_t> ids;
    for (const auto& t : s.topics)
        ids.push_back(static_cast<std::uint16_t>(t.topic));
    return ids;
}

const match::selection_settings settings{
    .in_scope = 0.5F, .sure = 0.3F, .second = 0.22F, .clause = 0.5F};
using ids = std::vector<std::uint16_t>;

} // namespace

TEST_SUITE_BEGIN("match.select");

TEST_CASE("the best topic leads, a further one joins from its mark on, each with the ranking that "
          "decided") {
    const auto catalog = five_topics();
    const std::vector whole{ranked({0.0F, 0.22F, 0.7F, 0.0F, 0.08F})};
    const auto unnamed = four_words(text::stance::general);

    const auto chosen = match::select(whole, unnamed, catalog, settings);

    CHECK(topics_of(chosen) == ids{ice, pills});
    CHECK(chosen.topics[1].decided_by == 0U);
    CHECK(topics_of(match::select(std::vector{ranked({0.0F, 0.21F, 0.7F, 0.0F, 0.09F})}, unnamed,
                                  catalog, settings)) == ids{ice});
}

TEST_CASE(
    "a topic whose own word was said joins from a lower mark on, unless the word was denied") {
    const auto catalog = five_topics();
    const std::vector whole{ranked({0.0F, 0.04F, 0.9F, 0.0F, 0.06F})};

    CHECK(topics_of(match::select(whole, four_words(), catalog, settings)) == ids{ice, pills});
    CHECK(topics_of(match::select(whole, four_words(text::stance::denied), catalog, settings)) ==
          ids{ice});
    CHECK(topics_of(match::select(whole, four_words(text::stance::general), catalog, settings)) ==
          ids{ice});
}

TEST_CASE("a clause that is clear by itself adds its topic") {
    const auto catalog = five_topics();
    const std::vector all{ranked({0.0F, 0.05F, 0.9F, 0.0F, 0.05F}),
                          ranked({0.0F, 0.1F, 0.9F, 0.0F, 0.0F}),
                          ranked({0.0F, 0.6F, 0.4F, 0.0F, 0.0F})};

    const auto chosen = match::select(all, four_words(text::stance::general), catalog, settings);

    CHECK(topics_of(chosen) == ids{ice, pills});
    CHECK(chosen.topics[1].decided_by == 2U);
}

TEST_CASE("the specific stands before its overview") {
    const auto chosen = match::select(std::vector{ranked({0.6F, 0.0F, 0.4F, 0.0F, 0.0F})},
                                      four_words(), five_topics(), settings);

    CHECK(topics_of(chosen) == ids{ice, relief});
}

TEST_CASE("what was ruled out is not named, and its overview stands in where nothing else fits") {
    const auto catalog = five_topics();
    const auto denied = four_words(text::stance::denied);

    const auto alone = match::select(std::vector{ranked({0.01F, 0.95F, 0.02F, 0.0F, 0.02F})},
                                     denied, catalog, settings);
    const auto and_a_clause = match::select(std::vector{ranked({0.01F, 0.95F, 0.02F, 0.0F, 0.02F}),
                                                        ranked({0.0F, 0.0F, 0.8F, 0.0F, 0.2F})},
                                            denied, catalog, settings);
    const auto beside = match::select(std::vector{ranked({0.0F, 0.7F, 0.3F, 0.0F, 0.0F})}, denied,
                                      catalog, settings);

    CHECK(topics_of(alone) == ids{relief});
    CHECK(alone.refused == std::vector{topic_index{pills}});
    CHECK(alone.ruled_out == std::vector{topic_index{pills}});
    CHECK(beside.ruled_out == std::vector{topic_index{pills}});
    CHECK(topics_of(and_a_clause) == ids{ice}); // a clause that fits is better than a stand-in
    CHECK(topics_of(beside) == ids{ice});
}

TEST_CASE("out of scope stands alone, and so does a turn of the conversation") {
    const auto catalog = five_topics();

    CHECK(topics_of(match::select(std::vector{ranked({0.0F, 0.0F, 0.49F, 0.0F, 0.51F})},
                                  four_words(), catalog, settings)) == ids{nonsense});
    CHECK(topics_of(match::select(std::vector{ranked({0.0F, 0.0F, 0.4F, 0.6F, 0.0F})}, four_words(),
                                  catalog, settings)) == ids{hello});
    CHECK(topics_of(match::select(std::vector{ranked({0.2F, 0.2F, 0.2F, 0.2F, 0.2F})}, {}, catalog,
                                  settings)) == ids{nonsense});
}

TEST_CASE("a guess below the mark of certainty is marked unsure") {
    const auto catalog = five_topics();

    CHECK(match::select(std::vector{ranked({0.29F, 0.28F, 0.28F, 0.15F, 0.0F})}, four_words(),
                        catalog, settings)
              .unsure);
    CHECK_FALSE(match::select(std::vector{ranked({0.31F, 0.28F, 0.28F, 0.13F, 0.0F})}, four_words(),
                              catalog, settings)
                    .unsure);
}

TEST_SUITE_END();
