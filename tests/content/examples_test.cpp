#include <doctest/doctest.h>

#include <algorithm>

#include "shipped.hpp"

using namespace gaitkeeper;

namespace {

// What the engine makes of a locale's own examples.
struct tally {
    std::size_t examples = 0;         ///< without a red flag, which is answered apart from topics
    std::size_t led = 0;              ///< the example's topic leads the reply
    std::size_t among = 0;            ///< it is among the reply's topics
    std::size_t parts = 0, found = 0; ///< topics of examples that raise several, and those named
    std::string misses;
};

tally count(const std::string& tag, const content::locale_source& locale) {
    const auto& catalog = test::shipped::get().shared().catalog;
    tally t;
    for (const auto& e : locale.intents->all_examples()) {
        conversation talk;
        const auto r = test::shipped::get().answers().respond(talk, {e.text, tag, {}});
        if (r.triage.level != triage_level::none) continue;
        const auto names = [&](content::topic_index topic) {
            return std::ranges::find(r.topics, catalog.at(topic).id, &topic_hit::id) !=
                   r.topics.end();
        };
        if (e.topics.size() > 1) {
            t.parts += e.topics.size();
            t.found += static_cast<std::size_t>(std::ranges::count_if(e.topics, names));
            continue;
        }
        ++t.examples;
        t.led += r.topics.front().id == catalog.at(e.topics.front()).id ? 1U : 0U;
        if (names(e.topics.front()))
            ++t.among;
        else
            t.misses +=
                "  " + e.file + e.pointer + ": " + e.text + " -> " + r.topics.front().id + '\n';
    }
    return t;
}

double share(std::size_t of, std::size_t all) {
    return static_cast<double>(of) / static_cast<double>(all);
}

} // namespace

TEST_SUITE_BEGIN("content.examples");

// The matcher learns with dropout and a penalty so that it generalises; a few examples that stand
// between two topics therefore stay unlearnt, and a part of the body ruled out takes its topic
// away.
constexpr double least_led = 0.96, least_among = 0.965, least_found = 0.87;

TEST_CASE("every example is answered with its own topic") {
    for (const auto& [tag, locale] : test::shipped::get().locales()) {
        const auto t = count(tag, locale);
        REQUIRE(t.examples > 1000);
        REQUIRE(t.parts > 0);
        MESSAGE(tag, ": of ", t.examples, " examples ", share(t.led, t.examples), " lead, ",
                share(t.among, t.examples), " are among the topics; of several at once ",
                share(t.found, t.parts));
        CHECK_MESSAGE(share(t.led, t.examples) >= least_led, t.misses);
        CHECK_MESSAGE(share(t.among, t.examples) >= least_among, t.misses);
        CHECK(share(t.found, t.parts) >= least_found);
    }
}

TEST_SUITE_END();
