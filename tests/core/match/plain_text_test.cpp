#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "match/plain_text.hpp"

using gaitkeeper::match::plain_text;

namespace {

std::vector<std::string> words_of(std::string_view text) {
    plain_text reader;
    const auto sample = reader.read(text);
    return {sample.words.begin(), sample.words.end()};
}

using words = std::vector<std::string>;

} // namespace

TEST_SUITE("match.plain_text") {
    TEST_CASE("words are lower-case runs of letters and digits") {
        CHECK(words_of("My KNEE hurts, badly (since 2pm)!") ==
              words{"my", "knee", "hurts", "badly", "since", "2pm"});
    }

    TEST_CASE(
        "an apostrophe between letters vanishes, typographic or not; elsewhere it separates") {
        CHECK(words_of("what's") == words{"whats"});
        CHECK(words_of("what\u2019s") == words{"whats"});
        CHECK(words_of("'quoted' rock 'n' roll'") == words{"quoted", "rock", "n", "roll"});
        CHECK(words_of("a''b") == words{"a", "b"});
    }

    TEST_CASE("Unicode is folded: case, width and compatibility forms") {
        CHECK(words_of("STRASSE Straße") == words{"strasse", "strasse"});
        CHECK(words_of("ＫＮＥＥ") == words{"knee"});
        CHECK(words_of("e\u0301cole École") == words{"école", "école"});
    }

    TEST_CASE("the ASCII path and the Unicode path agree") {
        for (const std::string text :
             {"What's up?", "a'b' c''d 'e", "Turn 2 LEFT...now", "", "'", "--"}) {
            auto expected = words_of(text);
            expected.emplace_back("é");
            CHECK_MESSAGE(words_of(text + " é") == expected, text);
        }
    }

    TEST_CASE("text mostly above U+2E7F is unsegmented") {
        plain_text reader;
        CHECK(reader.read("今日は暑いですか").unsegmented);
        CHECK_FALSE(reader.read("what does 今日 mean").unsegmented);
        CHECK_FALSE(reader.read("كم حرارة الجو").unsegmented);
    }

    TEST_CASE("marks belong to their word") {
        CHECK(words_of("घुटने में दर्द") == words{"घुटने", "में", "दर्द"});
    }

    TEST_CASE("any bytes are read: broken UTF-8 separates words, a megabyte is cut") {
        CHECK(words_of("knee\xffpain") == words{"knee", "pain"});
        CHECK(words_of("caf\xc3") == words{"caf"});
        CHECK(words_of(std::string("a\0b", 3)) == words{"a", "b"});
        CHECK(words_of(std::string(1'000'000, 'x')).front().size() ==
              gaitkeeper::match::max_text_bytes);
    }
}
