#include <doctest/doctest.h>

#include "small_language.hpp"

TEST_SUITE("text.stance") {
    const gaitkeeper::test::small_language small;

    TEST_CASE("what is said is asserted, what is denied is denied") {
        CHECK(small.heard("my knee hurts") == "knee:asserted pain:asserted");
        CHECK(small.heard("no fever") == "fever:denied");
        CHECK(small.heard("fever was ruled out") == "fever:denied");
    }

    TEST_CASE("a denial ends at 'but' and where a new statement begins") {
        CHECK(small.heard("no fever but pain") == "fever:denied pain:asserted");
        CHECK(small.heard("no fever, my knee hurts") == "fever:denied knee:asserted pain:asserted");
        CHECK(small.heard("no fever, knee swollen") == "fever:denied knee:asserted pain:asserted");
        CHECK(small.heard("no fever, do pills help my knee") ==
              "fever:denied pills:asserted knee:asserted");
        CHECK(small.heard("no fever or pain") == "fever:denied pain:denied");
        CHECK(small.heard("no fever, not able to put weight on it") ==
              "fever:denied no_weight:asserted");
    }

    TEST_CASE("a cue inside a longer mention governs nothing") {
        CHECK(small.heard("i can't put weight on my knee") == "no_weight:asserted knee:asserted");
        CHECK(small.heard("can't take pills") == "pills:denied");
    }

    TEST_CASE("a cue that stands on either side looks back only where its clause ends with it") {
        CHECK(small.heard("pills no, my knee hurts") == "pills:denied knee:asserted pain:asserted");
        CHECK(small.heard("fever with no pain") == "fever:asserted pain:denied");
    }

    TEST_CASE(
        "where writing has no spaces, one parts statements, but not a cue from what it says") {
        CHECK(small.heard("痛い 熱なし") == "pain:asserted fever:denied");
        CHECK(small.heard("痛いし熱なし") == "pain:denied fever:denied");
        CHECK(small.heard("痛い 熱 なし") == "pain:asserted fever:denied");
        CHECK(small.heard("昔熱 痛い") == "fever:past pain:asserted");
    }

    TEST_CASE("a cue that is a clause speaks of the next one, one that only ends it does not") {
        CHECK(small.heard("昔、熱") == "fever:past");
        CHECK(small.heard("昔熱、痛い") == "fever:past pain:asserted");
        CHECK(small.heard("years ago, fever") == "fever:past");
        CHECK(small.heard("fever years ago, pain today") == "fever:past pain:asserted");
    }

    TEST_CASE("a gap in a pattern passes over no word that denies") {
        CHECK(small.heard("leg is so swollen") == "swollen_leg:asserted pain:asserted");
        CHECK(small.heard("leg is not swollen") == "pain:denied");
    }

    TEST_CASE("what begins with the last words of a denial is denied") {
        CHECK(small.heard("i do not want a scan") == "scan:denied");
    }

    TEST_CASE("a mention that begins with its own denial is not denied by a cue that ends there") {
        CHECK(small.heard("i am not able to put weight on my knee") ==
              "no_weight:asserted knee:asserted");
        CHECK(small.heard("i am not in pain") == "pain:denied");
    }

    TEST_CASE("look-alikes of a cue govern nothing") {
        CHECK(small.heard("no wonder my knee hurts") == "knee:asserted pain:asserted");
    }

    TEST_CASE("asked in general, past, another's and unreal are told apart") {
        CHECK(small.heard("what does a fever feel like") == "fever:general");
        CHECK(small.heard("knee pain years ago") == "knee:past pain:past");
        CHECK(small.heard("my mum has a fever") == "fever:another");
        CHECK(small.heard("in the film his knee hurts") == "knee:unreal pain:unreal");
    }

    TEST_CASE("a question without a sufferer is general, with one it is not") {
        CHECK(small.heard("do pills help") == "pills:general");
        CHECK(small.heard("do pills help my knee") == "pills:asserted knee:asserted");
    }

    TEST_CASE("what is itself put as a question is meant") {
        CHECK(small.heard("what is the point") == "despair:asserted");
    }

    TEST_CASE("inside a look-alike nothing is mentioned") {
        CHECK(small.heard("hip hop class") == "unrelated:asserted");
        CHECK(small.heard("hip pain") == "hip:asserted pain:asserted");
    }

    TEST_CASE("a number written together with its unit is read as a number") {
        CHECK(small.heard("temperature of 38,6c") == "fever:asserted");
        CHECK(small.heard("temperature of 38,6 c") == "fever:asserted");
        CHECK(small.heard("temperature of 38c6") == "");
    }

    TEST_CASE("misspelt and shortened words are understood, original offsets kept") {
        const std::string message = "My KNNE dont hurt";

        const auto u = small.read(message);

        REQUIRE(u.tokens.size() == 5);
        CHECK(u.tokens[1].key == "knee");
        CHECK(u.tokens[1].respelt);
        CHECK(message.substr(u.tokens[1].begin, u.tokens[1].end - u.tokens[1].begin) == "KNNE");
        CHECK(u.tokens[2].key == "do");
        CHECK(u.tokens[3].key == "not");
    }

    TEST_CASE("a message of any size is read to its limit") {
        std::string huge;
        while (huge.size() < std::size_t{1024} * 1024)
            huge += "no knee pain, but ";

        const auto u = small.read(huge);

        CHECK(u.truncated);
        CHECK(u.tokens.size() <= gaitkeeper::text::max_tokens);
    }
}
