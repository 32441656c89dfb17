#include <doctest/doctest.h>

#include "text/tokenize.hpp"

using namespace gaitkeeper::text;

namespace {

std::string keys(std::string_view message) {
    const tokenizer splitter;
    std::string all;
    std::uint32_t clause = 0;
    for (const auto& t : splitter.split(normalize(message)).tokens) {
        if (t.clause != clause) all += "| ";
        clause = t.clause;
        all += t.key + ' ';
    }
    return all;
}

} // namespace

TEST_SUITE("text.tokenize") {
    TEST_CASE("words, numbers and contractions stay whole, clauses end at punctuation") {
        CHECK(keys("My knee hurts, can't walk. Fever 38.5!") ==
              "my knee hurts | cant walk | fever 38.5 ");
    }

    TEST_CASE("scripts without spaces come as characters") {
        CHECK(keys("膝が痛い") == "膝 が 痛 い ");
    }

    TEST_CASE("ASCII's short way cuts as ICU does") {
        // An accent at the end sends the whole text through ICU.
        for (const std::string text :
             {"a.b c,d 1,5 1.5 x:y don't 'quoted' it's_ a--b 3rd", "e.g. 10:30 u.s. 1,000.50"}) {
            auto by_icu = keys(text + " é");
            by_icu.erase(by_icu.size() - 2);
            CHECK(keys(text) == by_icu);
        }
    }

    TEST_CASE("nothing but marks, emoji or blanks gives no word") {
        CHECK(keys("").empty());
        CHECK(keys(" \t\n ").empty());
        CHECK(keys("👍🏽 !!! …").empty());
        CHECK(keys("\u0301\u0302\u0303").empty());
    }

    TEST_CASE("numbers are read in every script's digits") {
        const tokenizer splitter;
        const auto u = splitter.split(normalize("٣٨ 38,5 1.2.3"));
        REQUIRE(u.tokens.size() == 3);
        CHECK(u.tokens[0].number == 38);
        CHECK(u.tokens[1].number == 38.5);
        CHECK_FALSE(u.tokens[2].is_number);
    }
}
