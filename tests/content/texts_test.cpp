#include <doctest/doctest.h>

#include <memory>

#include <unicode/brkiter.h>
#include <unicode/regex.h>

#include "shipped.hpp"

using namespace gaitkeeper;

namespace {

int sentences(const std::string& text, const std::string& tag) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> breaks(
        icu::BreakIterator::createSentenceInstance(icu::Locale(tag.c_str()), status));
    REQUIRE(U_SUCCESS(status));
    const auto wide = icu::UnicodeString::fromUTF8(text);
    breaks->setText(wide);
    int count = 0;
    while (breaks->next() != icu::BreakIterator::DONE)
        ++count;
    return count;
}

bool finds(const char* expression, const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto wide = icu::UnicodeString::fromUTF8(text);
    icu::RegexMatcher matcher(icu::UnicodeString::fromUTF8(expression), wide,
                              UREGEX_CASE_INSENSITIVE, status);
    const bool found = matcher.find() != 0;
    REQUIRE(U_SUCCESS(status));
    return found;
}

// Calls `visit(key, pattern)` for every message of a locale that a reply may hold.
template <class Visit>
void each_message(const content::locale_source& locale, Visit visit) {
    for (const auto key : locale.says.keys()) {
        if (!key.starts_with("ui/")) visit(std::string(key), std::string(locale.says.pattern(key)));
    }
}

} // namespace

TEST_SUITE_BEGIN("content.texts");

TEST_CASE("the content that comes with the program has no problems") {
    std::string all;
    for (const auto& p : check(test::shipped::get().files()))
        all += to_string(p) + '\n';
    CHECK_MESSAGE(all.empty(), all);
}

TEST_CASE("the whole guidance on a topic is three to six sentences") {
    for (const auto& [tag, locale] : test::shipped::get().locales()) {
        for (const auto& t : test::shipped::get().shared().catalog.topics) {
            if (t.kind != content::topic_kind::guidance) continue;
            CAPTURE(tag);
            CAPTURE(t.id);
            const auto count = sentences(locale.says.say("guidance/" + t.id + "/full"), tag);
            CHECK(count >= 3);
            CHECK(count <= 6);
            CHECK(sentences(locale.says.say("guidance/" + t.id + "/brief"), tag) == 1);
        }
    }
}

TEST_CASE("no message names a dose") {
    const auto* dose =
        R"(\p{Nd}\s*(mg|milligram|miligramo|g|gram|gramo|ml|millilit|mililit|mcg|µg|iu|ui|tablet|pill|capsule|comprimido|pastilla|cápsula)s?\b)";
    REQUIRE(finds(dose, "take 400 mg"));
    for (const auto& [tag, locale] : test::shipped::get().locales()) {
        each_message(locale, [&](const std::string& key, const std::string& pattern) {
            CAPTURE(key);
            CHECK_MESSAGE(!finds(dose, pattern), pattern);
        });
    }
}

TEST_CASE("a number to call stands in locales/regions.json alone") {
    const auto* three_digits = R"(\p{Nd}[ -]?\p{Nd}[ -]?\p{Nd})";
    REQUIRE(finds(three_digits, "call 9 1 1"));
    for (const auto& [tag, locale] : test::shipped::get().locales()) {
        each_message(locale, [&](const std::string& key, const std::string& pattern) {
            CAPTURE(key);
            CHECK_MESSAGE(!finds(three_digits, pattern), pattern);
        });
    }
}

TEST_SUITE_END();
