#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gaitkeeper/matcher.hpp"

using namespace gaitkeeper;

namespace {

const std::vector<example> lamps{
    {"turn on the lights", "lights"},
    {"lights off please", "lights"},
    {"dim the lamp", "lights"},
    {"make the lamp brighter", "lights"},
    {"the lamp is too bright", "lights"},
    {"play some music", "music"},
    {"play the next song", "music"},
    {"stop the music", "music"},
    {"louder music please", "music"},
    {"which song is this", "music"},
    {"what is the capital of france", "oos"},
    {"will it rain tomorrow", "oos"},
};

const matcher& lamp_matcher() {
    static const auto made = matcher::train(lamps).value();
    return made;
}

// Thresholds from rows at hand: without them whole intents are held out in six trainings more.
result<matcher> train_once(const std::vector<example>& rows, const matcher_options& options = {}) {
    return matcher::train(rows, options, lamps);
}

std::string best_of(const matcher& with, std::string_view text) {
    matcher::scratch memory;
    return std::string(with.predict(text, memory).best);
}

errc code_of(const result<matcher>& r) {
    REQUIRE_FALSE(r.has_value());
    return r.error().code;
}

bool same_bytes(const matcher& a, const matcher& b) {
    return std::ranges::equal(a.bytes(), b.bytes());
}

} // namespace

TEST_SUITE_BEGIN("matcher");

TEST_CASE("what was learnt from examples answers messages that were not among them") {
    CHECK(best_of(lamp_matcher(), "please switch off the lamp") == "lights");
    CHECK(best_of(lamp_matcher(), "next song") == "music");
    CHECK(lamp_matcher().intents() == std::vector<std::string_view>{"lights", "music"});
}

TEST_CASE("examples that cannot teach are refused with a reason") {
    const std::vector<example> none, one{{"lamp", "lights"}, {"light", "lights"}},
        only_oos{{"rain", "oos"}, {"snow", "oos"}}, unnamed{{"lamp", "lights"}, {"song", ""}};
    for (const auto* rows : {&none, &one, &only_oos, &unnamed}) {
        const auto trained = matcher::train(*rows);
        CHECK(code_of(trained) == errc::bad_input);
        CHECK_FALSE(trained.error().problems.empty());
    }
}

TEST_CASE("duplicates and contradictions are learnt as they stand") {
    auto rows = lamps;
    rows.insert(rows.end(), lamps.begin(), lamps.end());
    rows.push_back({"play some music", "lights"});

    const auto trained = train_once(rows).value();

    CHECK(best_of(trained, "play some music") == "music");
    CHECK(best_of(trained, "dim the lamp") == "lights");
}

TEST_CASE("rows and messages of any bytes and any length are taken") {
    const std::string megabyte(1'000'000, 'x'), words = [] {
        std::string all;
        while (all.size() < 1'000'000)
            all += "lamp ";
        return all;
    }();
    auto rows = lamps;
    rows.push_back({megabyte, "lights"});
    rows.push_back({words, "lights"});
    rows.push_back({"\xff\xfe\xc3 lamp \x00 light", "lights"});
    rows.push_back({"", "music"});

    const auto trained = train_once(rows).value();

    matcher::scratch memory;
    for (const std::string_view text :
         {std::string_view(megabyte), std::string_view(words), std::string_view("\xff"),
          std::string_view(""), std::string_view("\0", 1), std::string_view("\xf0\x9f\x98\x80")}) {
        const auto found = trained.predict(text, memory);
        CHECK(found.confidence >= 0.0F);
        CHECK(found.confidence <= 1.0F);
        CHECK((found.best == "lights" || found.best == "music"));
    }
}

TEST_CASE("as many intents as rows") {
    std::vector<std::string> texts, intents;
    for (int i = 0; i < 100; ++i) {
        texts.push_back("word" + std::to_string(i * 7919) + " thing");
        intents.push_back("intent " + std::to_string(i));
    }
    std::vector<example> rows;
    for (std::size_t i = 0; i < texts.size(); ++i)
        rows.push_back({texts[i], intents[i]});
    matcher_options options;
    options.kind = matcher_kind::fast;

    const auto trained = train_once(rows, options).value();

    CHECK(trained.intents().size() == 100);
    CHECK(best_of(trained, texts[17]) == intents[17]);
}

TEST_CASE("the same examples give the same bytes, on one thread and on two") {
    matcher_options two;
    two.threads = 2;
    CHECK(same_bytes(lamp_matcher(), matcher::train(lamps, two).value()));
    for (const auto kind : {matcher_kind::fast, matcher_kind::accurate}) {
        matcher_options one;
        one.kind = two.kind = kind;
        CHECK(same_bytes(train_once(lamps, one).value(), train_once(lamps, two).value()));
    }
}

TEST_CASE("a model cut short, altered or of another version is refused") {
    const auto whole = lamp_matcher().bytes();
    const std::vector<std::byte> bytes(whole.begin(), whole.end());
    REQUIRE(matcher::load(bytes).has_value());

    for (std::size_t size = 0; size < bytes.size();
         size += std::max<std::size_t>(1, bytes.size() / 97)) {
        CAPTURE(size);
        CHECK(code_of(matcher::load(std::span(bytes).first(size))) == errc::bad_bundle);
    }
    for (std::size_t at = 0; at < bytes.size();
         at += std::max<std::size_t>(1, bytes.size() / 211)) {
        CAPTURE(at);
        auto altered = bytes;
        altered[at] ^= std::byte{0x10};
        const auto code = code_of(matcher::load(altered));
        CHECK((code == errc::bad_bundle || code == errc::wrong_version));
    }
}

TEST_CASE("the words that speak for an intent are told") {
    const auto effects = lamp_matcher().explain("please play the lamp", "lights");

    REQUIRE(effects.size() == 4);
    CHECK(effects[3].word == "lamp");
    CHECK(effects[3].effect > effects[1].effect);
    CHECK(lamp_matcher().explain("lamp", "no such intent").empty());
}

TEST_SUITE_END();
