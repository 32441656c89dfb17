#include <doctest/doctest.h>

#include "text/normalize.hpp"

using namespace gaitkeeper::text;

TEST_SUITE("text.normalize") {
    TEST_CASE("case, width and compatibility forms cost nothing") {
        CHECK(normalize("My KNEE").text == "my knee");
        CHECK(normalize("ＫＮＥＥ").text == "knee");
        CHECK(normalize("ﾋｻﾞ").text == normalize("ヒザ").text);
    }

    TEST_CASE("offsets lead back to the bytes that were written") {
        const std::string written = "a ＫＮ b";

        const auto n = normalize(written);

        REQUIRE(n.text == "a kn b");
        CHECK(written.substr(n.source_of(2), 3) == "Ｋ");
        CHECK(n.source_of(n.text.size()) == written.size());
    }

    TEST_CASE("what is not UTF-8 becomes a replacement character, NUL too") {
        CHECK(normalize("\xff\xfeknee").text == "\xEF\xBF\xBD\xEF\xBF\xBDknee");
        CHECK(normalize(std::string("a\0b", 3)).text == "a\xEF\xBF\xBD"
                                                        "b");
    }

    TEST_CASE("accents and apostrophes are left out, marks of other scripts stay") {
        CHECK(fold("canción") == "cancion");
        CHECK(fold("can't") == "cant");
        CHECK(fold("が") == "が");
    }

    TEST_CASE("clipping cuts no character") {
        CHECK(clip("añb", 2) == "a");
        CHECK(clip("añb", 3) == "añ");
        CHECK(clip("añb", 9) == "añb");
    }
}
