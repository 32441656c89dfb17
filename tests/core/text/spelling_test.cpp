#include <doctest/doctest.h>

#include "text/spelling.hpp"

using namespace gaitkeeper::text;

TEST_SUITE("text.spelling") {
    const std::vector<std::string> wanted{"knee", "kneecap", "physiotherapist", "cartilage",
                                          "pain"};
    const std::vector<std::string> known{"paint", "kneel"};
    const std::vector<std::pair<std::string, std::string>> respell{{"ur", "your"}};
    const spelling speller(wanted, known, respell);

    TEST_CASE("a slip finds its word: a letter more, less, other or swapped") {
        CHECK(speller.nearest("knne") == "knee");
        CHECK(speller.nearest("kneecapp") == "kneecap");
        CHECK(speller.nearest("kneecp") == "kneecap");
        CHECK(speller.nearest("nkee") == "knee");
        CHECK(speller.nearest("phisioterapist") == "physiotherapist");
        CHECK(speller.nearest("cartiledge") == "cartilage");
    }

    TEST_CASE("real words, short words and far-off words stay as they are") {
        CHECK(speller.nearest("paint").empty());
        CHECK(speller.nearest("kneel").empty());
        CHECK(speller.nearest("pin").empty());
        CHECK(speller.nearest("banana").empty());
        CHECK(speller.nearest("").empty());
        CHECK(speller.nearest(std::string(5000, 'k')).empty());
    }

    TEST_CASE("short forms are listed, not guessed") {
        CHECK(speller.respelt("ur") == "your");
        CHECK(speller.respelt("yr").empty());
    }

    TEST_CASE("distance counts swaps as one and stops at the limit") {
        CHECK(edit_distance(U"abcd", U"abdc", 2) == 1);
        CHECK(edit_distance(U"abcd", U"wxyz", 2) == 3);
        CHECK(edit_distance(U"", U"ab", 2) == 2);
    }
}
