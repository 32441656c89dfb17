#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>

#include "text/identify.hpp"
#include "text/normalize.hpp"

using namespace gaitkeeper;

namespace {

const std::string& learnt() {
    static const auto bytes = text::learn_languages(std::array<text::language_sample, 3>{{
        {{"the chain of my bicycle is rusty", "why does the wheel wobble when i ride",
          "my tyre is flat again", "what should i do with the old saddle"},
         {"brakes"}},
        {{"la cadena de mi bicicleta esta oxidada", "por que se mueve la rueda cuando monto",
          "se me ha pinchado otra vez la rueda", "que hago con el sill\xC3\xADn viejo"},
         {"frenos"}},
        {{"自転車のチェーンが錆びています", "タイヤがまたパンクした", "ブレーキが効かない"}, {}},
    }});
    return bytes;
}

std::vector<text::language_evidence> weigh(std::string_view message) {
    return text::identifier::from_bytes(learnt())->weigh(text::normalize(message).text);
}

std::size_t likeliest(std::string_view message) {
    return text::likeliest(weigh(message));
}

bool says_nothing(std::string_view message) {
    return std::ranges::all_of(weigh(message),
                               [](const text::language_evidence& one) { return one.behind == 0; });
}

// As many messages of a few words as it takes to know what is usual.
text::language_sample made_of(const std::vector<std::string>& words) {
    std::mt19937 random(5);
    text::language_sample made;
    for (int i = 0; i < 2000; ++i) {
        std::string message;
        for (auto n = 3 + random() % 5; n > 0; --n)
            message += words[random() % words.size()] + ' ';
        if (i % 20 == 0) // a name, as people have them
            for (int n = 0; n < 7; ++n)
                message += static_cast<char>('a' + random() % 26);
        made.messages.push_back(std::move(message));
    }
    return made;
}

} // namespace

TEST_SUITE_BEGIN("text.identify");

TEST_CASE("a message is known by its words, in any case and without its accents") {
    CHECK(likeliest("MY wheel") == 0);
    CHECK(likeliest("mi rueda") == 1);
    CHECK(likeliest("el sillin") == 1);
    CHECK(likeliest("frenos") == 1);
    CHECK(likeliest("チェーン") == 2);
}

TEST_CASE("words never seen are known by their letters") {
    CHECK(likeliest("bicicletas oxidadas") == 1);
    CHECK(likeliest("wobbling wheels") == 0);
    CHECK(likeliest("パンク") == 2);
}

TEST_CASE("known words are told from words that only look alike") {
    CHECK(weigh("la rueda")[1].words == 2);
    CHECK(weigh("la rueda")[2].words == 0);
    CHECK(weigh("rst plk")[0].words == 0);
    CHECK(weigh("rst plk")[0].script == 6);
}

TEST_CASE("one foreign word does not outweigh the sentence around it") {
    CHECK(likeliest("why is the cadena of my bicycle rusty") == 0);
    CHECK(likeliest("por que esta flat la rueda de mi bicicleta") == 1);
}

TEST_CASE("what holds no letters, or letters of no language, speaks for none") {
    for (const auto* text :
         {"", "   ", "12:30 !!", "\xF0\x9F\x98\x80", "\xCE\xB1\xCF\x81\xCF\x87"}) {
        CAPTURE(text);
        CHECK(says_nothing(text));
    }
}

TEST_CASE("what is dearer than a language's own messages is strange to it, if it is long enough") {
    const auto bytes = text::learn_languages(std::array{
        made_of({"the", "chain", "of", "my", "wheel", "is", "rusty", "when", "riding", "again"}),
        made_of({"la", "cadena", "de", "mi", "rueda", "esta", "cuando", "monto", "otra", "vez"})});
    const auto judge = *text::identifier::from_bytes(bytes);
    const auto is_strange = [&](std::string_view message) {
        const auto all = judge.weigh(text::normalize(message).text);
        return all[text::likeliest(all)].strangeness > 1;
    };

    CHECK(is_strange("warum quietscht mein fahrrad so furchtbar"));
    CHECK(is_strange("почему скрипит цепь"));
    CHECK(is_strange("自行车链条生锈了"));
    CHECK_FALSE(is_strange("my chain is rusty again"));
    CHECK_FALSE(is_strange("the chain of my gazelle is rusty when riding")); // a name
    CHECK_FALSE(is_strange("mi cadena esta oxidada otra vez"));
    CHECK_FALSE(is_strange("myyyy wheeeeel issss rustyyyy")); // drawn out
    CHECK_FALSE(is_strange("mein fahrrad"));                  // too little to say
    CHECK_FALSE(is_strange("??? 12 !!"));
}

TEST_CASE("with few messages to go by nothing is called strange") {
    for (const auto& one : weigh("warum quietscht mein fahrrad so furchtbar"))
        CHECK(one.strangeness == 0);
}

TEST_CASE("the same samples make the same bytes") {
    const std::array<text::language_sample, 2> samples{{{{"one way"}, {}}, {{"otro modo"}, {}}}};
    CHECK(text::learn_languages(samples) == text::learn_languages(samples));
}

TEST_CASE("bytes cut short are refused, altered ones answer all the same") {
    for (std::size_t size = 0; size < learnt().size(); size += 97)
        REQUIRE_FALSE(text::identifier::from_bytes(std::string_view(learnt()).substr(0, size)));
    std::mt19937 random(3);
    for (int i = 0; i < 500; ++i) {
        auto bytes = learnt();
        for (int n = 0; n < 200; ++n)
            bytes[8 + random() % (bytes.size() - 8)] = static_cast<char>(random());
        const auto opened = text::identifier::from_bytes(bytes);
        REQUIRE(opened);
        REQUIRE(opened->weigh("why does the wheel wobble").size() == 3);
    }
}

TEST_SUITE_END();
