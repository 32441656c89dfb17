#include <doctest/doctest.h>

#include <algorithm>

#include "bicycle.hpp"

using namespace gaitkeeper;

namespace {

const explanation& part(const explanation& tree, std::string_view what) {
    const auto at = std::ranges::find(tree.parts, what, &explanation::what);
    REQUIRE_MESSAGE(at != tree.parts.end(), what);
    return *at;
}

double effect(const explanation& topic, std::string_view kind, std::string_view of) {
    const auto at = std::ranges::find_if(
        topic.parts, [&](const explanation& p) { return p.what == kind && p.value == of; });
    REQUIRE_MESSAGE(at != topic.parts.end(), of);
    return at->score;
}

explanation explained(std::string_view text) {
    return test::bicycle_engine().explain({}, {text, "en", ""});
}

} // namespace

TEST_SUITE_BEGIN("explain");

TEST_CASE("a topic says which stretch decided, the mark it had to reach, and what spoke for it") {
    const auto tree = explained("my tyre is flat");
    const auto& topic = part(part(tree, "topics"), "tyre");

    CHECK(topic.value == "named");
    CHECK(part(topic, "whole").value == "my tyre is flat");
    CHECK(part(topic, "whole").score == doctest::Approx(topic.score));
    CHECK(part(part(topic, "whole"), "threshold").value == "in_scope");
    CHECK(effect(topic, "word", "tyre") > effect(topic, "word", "my"));
    CHECK(effect(topic, "concept", "part.tyre") > 0);
}

TEST_CASE("with a red flag up what is named is named by the flag, whatever the scores") {
    const auto tree = explained("brakes stopped working");

    CHECK(part(tree, "triage").value == "emergency");
    CHECK(part(part(tree, "topics"), "workshop").value == "named_by_flag");
    CHECK(part(part(tree, "topics"), "tyre").value == "not_named");
}

TEST_CASE("every topic of the content is in the tree, once, what was named first") {
    const auto tree = explained("my tyre is flat");
    const auto& topics = part(tree, "topics").parts;

    CHECK(topics.front().value == "named");
    CHECK(topics.size() == test::bicycle_engine().topics().size());
    for (const auto& id : test::bicycle_engine().topics())
        CHECK(std::ranges::count(topics, id, &explanation::what) == 1);
}

TEST_CASE("with several clauses each one's effect is told") {
    const auto tree = explained("my tyre is flat. the chain squeaks and wants oil.");
    const auto& topic = part(part(tree, "topics"), "tyre");

    CHECK(effect(topic, "clause_effect", "my tyre is flat") > 0);
}

TEST_CASE("the nearest examples are the content's own, closest first") {
    const auto tree = explained("my tyre is flat");
    const auto& nearest = part(tree, "nearest").parts;

    REQUIRE(nearest.size() > 1);
    CHECK(nearest[0].value == "my tyre is flat");
    CHECK(nearest[0].what == "tyre");
    CHECK(nearest[0].score == doctest::Approx(1.0));
    CHECK(nearest[1].score <= nearest[0].score);
}

TEST_CASE("nothing to read explains as nothing, without trouble") {
    for (const auto* text : {"", " ", "\xFF", "?!"}) {
        CAPTURE(text);
        const auto tree = explained(text);
        CHECK(part(tree, "clauses").parts.empty());
        CHECK(part(part(tree, "topics"), "nothing").value == "named");
    }
}

TEST_SUITE_END();
