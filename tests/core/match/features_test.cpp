#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "match/features.hpp"

using namespace gaitkeeper::match;

namespace {

using names = std::vector<std::string_view>;

std::vector<std::uint64_t> keys_of(const names& words, block kind, bool unsegmented = false) {
    feature_keys keys;
    keys.extract({words, unsegmented, {}});
    const auto found = keys.of(kind);
    return {found.begin(), found.end()};
}

} // namespace

TEST_SUITE("match.features") {
    TEST_CASE("a message gives words, bigrams with both edges, and n-grams of 2 to 5 inside padded "
              "words") {
        CHECK(keys_of({"my", "knee"}, block::word).size() == 2);
        CHECK(keys_of({"my", "knee"}, block::bigram).size() == 3);
        // " my ": 3 of two, 2 of three, 1 of four; " knee ": 5 + 4 + 3 + 2; nothing shared.
        CHECK(keys_of({"my", "knee"}, block::character).size() == 6 + 14);
    }

    TEST_CASE("a feature that comes twice stands once") {
        CHECK(keys_of({"no", "no", "no"}, block::word).size() == 1);
        CHECK(keys_of({"no", "no", "no"}, block::bigram).size() == 3);
    }

    TEST_CASE("digits of a token that starts with one are alike, those inside a name are not") {
        CHECK(keys_of({"2nd"}, block::word) == keys_of({"3nd"}, block::word));
        CHECK(keys_of({"l4"}, block::word) != keys_of({"l5"}, block::word));
    }

    TEST_CASE("some words of a sample have the features of a sample of their own") {
        const names words{"no", "knee", "no", "hip", "but", "knee", "no"};
        const names concepts{"body.hip+"};
        for (const bool unsegmented : {false, true}) {
            feature_keys keys, alone;
            keys.extract({words, unsegmented, {}});
            for (std::size_t begin = 0; begin < words.size(); ++begin) {
                for (auto end = begin; end <= words.size(); ++end) {
                    feature_places part;
                    keys.extract_part(begin, end, concepts, part);
                    alone.extract({names(words.begin() + static_cast<std::ptrdiff_t>(begin),
                                         words.begin() + static_cast<std::ptrdiff_t>(end)),
                                   unsegmented, concepts});
                    std::vector<std::uint64_t> found;
                    for (const auto place : part.places)
                        found.push_back(keys.all()[place]);
                    CHECK(std::ranges::equal(found, alone.all()));
                    CHECK(part.end[0] == alone.of(block::word).size());
                }
            }
        }
    }

    TEST_CASE("the same letters are different features in different blocks") {
        feature_keys keys;
        const names words{"ab"};
        const names concepts{"ab"};

        keys.extract({words, false, concepts});

        const std::set<std::uint64_t> distinct(keys.all().begin(), keys.all().end());
        CHECK(keys.of(block::symbol).size() == 1);
        CHECK(distinct.size() == keys.all().size());
    }

    TEST_CASE("unsegmented text gives n-grams of 1 to 3 over all of it, and no bigrams") {
        const names words{"今日", "は"};

        CHECK(keys_of(words, block::bigram, true).empty());
        CHECK(keys_of(words, block::character, true).size() == 3 + 2 + 1);
        CHECK(keys_of(words, block::character, true) ==
              keys_of({"今日は"}, block::character, true));
    }

    TEST_CASE("skip-pairs ignore order and need a distance of two") {
        CHECK(keys_of({"a", "b"}, block::skip_pair).empty());
        CHECK(keys_of({"a", "b", "c"}, block::skip_pair) ==
              keys_of({"c", "b", "a"}, block::skip_pair));
    }

    TEST_CASE("nothing gives nothing, and what was there before is gone") {
        feature_keys keys;
        const names words{"knee"};
        keys.extract({words, false, {}});

        keys.extract({});

        CHECK(keys.all().empty());
    }

    TEST_CASE("any bytes give features: broken UTF-8, NUL, an empty word") {
        const std::string cut = "kn\xc3";
        const std::string wild = "\xff\xfe\x80\xf0\x9f";
        const std::string nul(3, '\0');

        CHECK_FALSE(keys_of({cut, wild, nul, ""}, block::character).empty());
        CHECK(keys_of({cut}, block::word) != keys_of({"kn"}, block::word));
    }

    TEST_CASE("a message beyond the limits is read up to them") {
        const std::string long_word(1'000'000, 'a');
        const names many(max_words + 100, "b");

        CHECK(keys_of({long_word}, block::character).size() == 4 * 3);
        CHECK(keys_of(many, block::word).size() == 1);
        CHECK(keys_of({long_word}, block::word) ==
              keys_of({long_word.substr(0, max_word_code_points)}, block::word));
    }
}
