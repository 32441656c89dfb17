#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "gaitkeeper/wire/case_json.hpp"
#include "shipped.hpp"

using namespace gaitkeeper;

namespace {

void require_vetted(const reply& r) {
    const auto wrong = test::shipped::get().unvetted(r);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}

// Messages of the content's examples and of the cases, by locale.
const std::map<std::string, std::vector<std::string>>& real_messages() {
    static const auto all = [] {
        std::map<std::string, std::vector<std::string>> texts;
        for (const auto& [tag, locale] : test::shipped::get().locales()) {
            for (const auto& e : locale.intents->all_examples())
                texts[tag].push_back(e.text);
        }
        const std::filesystem::path cases(GAITKEEPER_ROOT "/tests/cases");
        if (!std::filesystem::exists(cases)) return texts;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(cases)) {
            if (entry.path().extension() != ".jsonl") continue;
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);) {
                if (auto one = wire::parse_case(line))
                    texts[one->locale].push_back(std::move(one->text));
            }
        }
        return texts;
    }();
    return all;
}

std::string random_bytes(std::mt19937& random) {
    std::string bytes(random() % 60, '\0');
    for (auto& b : bytes)
        b = static_cast<char>(random() % 256);
    return bytes;
}

// A real message with bytes lost, doubled or changed, or cut and joined with another's.
std::string mutated(std::string text, const std::string& other, std::mt19937& random) {
    for (auto n = random() % 5; n > 0 && !text.empty(); --n) {
        const auto at = random() % text.size();
        switch (random() % 4) {
        case 0:
            text.erase(at, 1 + random() % 4);
            break;
        case 1:
            text.insert(at, text.substr(at, random() % 12));
            break;
        case 2:
            text[at] = static_cast<char>(random() % 256);
            break;
        default:
            text = text.substr(0, at) + other.substr(std::min<std::size_t>(other.size(), at));
            break;
        }
    }
    return text;
}

constexpr const char* regions[] = {"", "GB", "ES", "us", "XX"};

} // namespace

TEST_SUITE_BEGIN("content.vetted");

TEST_CASE("what is no message of the content is known as none") {
    const auto& messages = test::shipped::get().messages("en");

    CHECK(messages.key_of("Take two of these and call nobody.").empty());
    CHECK(messages.key_of("guidance/link.joints/full").empty());
    CHECK(messages.key_of("I am not sure I understood. Do you mean something else?").empty());
    CHECK(messages.key_of("I am not sure I understood. Do you mean “An injury” or “Overuse”?") ==
          "chat/unsure");
    CHECK(messages.key_of("You are welcome. I hope it eases soon.") == "chat/chat.thanks/text");
}

TEST_CASE("every sentence of a reply comes from locales, for real messages, mutated ones and "
          "random bytes") {
    const auto& answers = test::shipped::get().answers();
    std::mt19937 random(20261124);
    for (const auto& [tag, texts] : real_messages()) {
        conversation talk;
        for (int i = 0; i < 2500; ++i) {
            if (random() % 8 == 0) talk = {};
            const auto& one = texts[random() % texts.size()];
            std::string text = one;
            if (i % 5 == 1)
                text = random_bytes(random);
            else if (i % 5 > 1)
                text = mutated(one, texts[random() % texts.size()], random);
            CAPTURE(text);
            require_vetted(
                answers.respond(talk, {text, tag, regions[random() % std::size(regions)]}));
        }
    }
}

TEST_CASE("hostile messages are answered like any others") {
    const auto& answers = test::shipped::get().answers();
    const auto repeated = [](std::string_view what, std::size_t times) {
        std::string all;
        for (std::size_t i = 0; i < times; ++i)
            all += what;
        return all;
    };
    const std::vector<std::string> hostile{
        "",
        " ",
        std::string(1, '\0'),
        std::string(1000, '\0'),
        "\xFF\xFE",
        "\xC0\xAF",
        "\xED\xA0\x80",
        "\xF4\x90\x80\x80",
        repeated("\xF0\x9F\x98\x80", 2000),       // emoji alone
        repeated("\xCC\x81", 5000),               // combining marks alone
        "k" + repeated("\xCC\x81", 5000) + "nee", // a pile of them on one letter
        "\xE2\x80\xAE"
        "eenk ym"
        "\xE2\x80\xAC",                             // right-to-left override
        repeated("\xE2\x80\xAE\xE2\x81\xA6", 1000), // overrides and isolates, never closed
        repeated("\xE2\x80\x8B\xEF\xBB\xBF", 1000), // zero width
        repeated("knee ", 200'000),                 // 1 MB
        std::string(1'000'000, 'k'),
        repeated("?!", 500'000),
        repeated("(", 100'000),
        "{topics}",
        "{0,plural,",
        "'{'",
        repeated("my knee hurts. ", 2000),
        repeated("no ", 5000),
        "1e999999999",
        repeated("9", 5000)};
    for (const auto& [tag, locale] : test::shipped::get().locales()) {
        for (const auto& text : hostile) {
            CAPTURE(text.substr(0, 40));
            conversation talk;
            require_vetted(answers.respond(talk, {text, tag, "GB"}));
            require_vetted(answers.respond(talk, {text, text, text}));
        }
    }
}

TEST_CASE("another engine and other threads answer with the same bytes") {
    const auto talk_through = [](const engine& with) {
        std::vector<reply> said;
        for (const auto& [tag, texts] : real_messages()) {
            conversation talk;
            for (std::size_t i = 0; i < texts.size(); i += 23)
                said.push_back(with.respond(talk, {texts[i], tag, "GB"}));
        }
        return said;
    };
    const auto alone = talk_through(test::shipped::get().answers());
    const auto fresh = engine::load(GAITKEEPER_SHIPPED_BUNDLE).value();

    std::vector<std::vector<reply>> heard(2);
    std::vector<std::jthread> people;
    for (auto& h : heard)
        people.emplace_back([&] { h = talk_through(fresh); });
    people.clear();

    for (const auto& h : heard)
        CHECK(h == alone);
}

TEST_SUITE_END();
