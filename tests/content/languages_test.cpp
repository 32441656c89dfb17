#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "gaitkeeper/repl/session.hpp"
#include "gaitkeeper/teamchat/talks.hpp"
#include "gaitkeeper/wire/case_json.hpp"
#include "shipped.hpp"

using namespace gaitkeeper;

namespace {

const engine& answers() {
    return test::shipped::get().answers();
}

reply first_reply(std::string_view text, std::string_view page) {
    conversation talk;
    return answers().respond(talk, {text, page, {}});
}

// What is said in turn, and the language of each answer.
std::vector<std::string> spoken(std::string_view page, std::initializer_list<const char*> said) {
    conversation talk;
    std::vector<std::string> tags;
    for (const auto* text : said)
        tags.push_back(answers().respond(talk, {text, page, {}}).locale);
    return tags;
}

bool names_languages(const reply& r) {
    const auto& messages = test::shipped::get().messages(r.locale);
    return std::ranges::any_of(r.blocks, [&](const block& b) {
        return messages.key_of(b.text) == "chat/chat.language/text";
    });
}

using tags = std::vector<std::string>;

} // namespace

TEST_SUITE_BEGIN("content.languages");

TEST_CASE("a message is answered in the language it is written in, whatever the page's") {
    CHECK(first_reply("me duele la rodilla al bajar escaleras", "en").locale == "es");
    CHECK(first_reply("my knee hurts going down stairs", "es").locale == "en");
    CHECK(first_reply("¿me pongo hielo?", "en-GB").locale == "es");
    CHECK(first_reply("rodilla", "").locale == "es");
    CHECK(first_reply("knee", "").locale == "en");
}

TEST_CASE("a cry for help in another language than the page's is heard") {
    const auto r =
        first_reply("mi madre se cayó y no puede apoyar la pierna, le duele la cadera", "en");
    CHECK(r.locale == "es");
    CHECK(r.triage.level == triage_level::emergency);
}

TEST_CASE("what says nothing of its language keeps the page's, then the conversation's") {
    for (const auto* text :
         {"", "???", "\xF0\x9F\x98\xAD", "12", "\xCE\xBA\xCF\x80", "asdf qwerlk zzxxc"}) {
        CAPTURE(text);
        CHECK(first_reply(text, "es-MX").locale == "es");
        CHECK(spoken("en", {"me duele mucho la cadera", text}) == tags{"es", "es"});
    }
}

TEST_CASE("a conversation keeps its language over a borrowed word, and changes with a sentence") {
    CHECK(spoken("en", {"me duele la rodilla", "ok", "no", "después del running",
                        "please help me"}) == tags{"es", "es", "es", "es", "en"});
    CHECK(spoken("es", {"my knee hurts", "no", "since my siesta yesterday", "no entiendo nada"}) ==
          tags{"en", "en", "en", "es"});
}

TEST_CASE("a page that changes its language means it") {
    conversation talk;
    (void)answers().respond(talk, {"my knee hurts", "en", {}});
    CHECK(answers().respond(talk, {"ok", "es", {}}).locale == "es");
    CHECK(answers().respond(talk, {"ok", "es", {}}).locale == "es");
}

TEST_CASE("a team chat goes on in the language in which it is held, whatever its person has set") {
    teamchat::services with;
    with.engine_now = [] { return answers(); };
    with.default_locale = "en";
    teamchat::talks all{with, {}};
    const auto say = [&](std::string_view text) {
        return all.respond({"talk", text, "en-US", {}}, teamchat::time_point{});
    };

    CHECK(say("Me duele la rodilla cuando corro").locale == "es");
    CHECK(say("gracias").locale == "es");
    CHECK(say("Tengo la pantorrilla hinchada y no puedo respirar").triage.level ==
          triage_level::emergency);
    CHECK(say("Why does my knee hurt when I run?").locale == "en");
}

TEST_CASE("at a terminal what stands around an answer is in the answer's language") {
    repl::session talk(answers(), "en", "", {});

    const auto shown =
        talk.take("mi madre se cayó, le duele la cadera y no puede apoyar la pierna");

    CHECK(shown.starts_with("!!! " + answers().text("es", "ui/repl/emergency") + " !!!"));
}

TEST_CASE("a message in no language of ours is told which there are, in the page's or the talk's") {
    for (const auto* text :
         {"depuis hier mon genou est tout gonflé et je n'arrive plus à le plier",
          "was hilft gegen die schmerzen in meiner hüfte, wenn ich lange sitze",
          "il mio ginocchio scricchiola e nessuno sa spiegarmi perché",
          "o joelho esquerdo range ao subir e ninguém sabe explicar porquê",
          "merdiven çıkarken dizimden ses geliyor ne yapmalıyım",
          "болит колено когда спускаюсь по лестнице", "我上楼的时候膝盖里面总是咔咔响怎么回事"}) {
        CAPTURE(text);
        const auto r = first_reply(text, "ja");
        CHECK(r.locale == "ja");
        CHECK(r.topics.front().id == "scope.none");
        CHECK(names_languages(r));
        CHECK(spoken("en", {"me duele mucho la cadera", text}) == tags{"es", "es"});
    }
}

TEST_CASE("slips, names, borrowed words and dialect make no foreigner of anybody") {
    for (const auto* text :
         {"my nkee hruts wehn i go donw stiars", "pls hlp knee pn whn wlkng",
          "wass kneelin on it an it went crunch",
          "Dr Kowalczyk at Addenbrooke's said meniscus, is Voltarol any good",
          "me dule la rodiya kuando vajo las escaleras",
          "nuestra abuela Itziar cojea desde Zarautz", "ركبتي بتوجعني لما بنزل الدرج شو اعمل",
          "リハビリのトレーニングでスクワットしてもいい？"}) {
        CAPTURE(text);
        CHECK_FALSE(names_languages(first_reply(text, "")));
    }
}

TEST_CASE("a red flag that shows through another language is heard all the same") {
    const auto r = first_reply("ho un dolore al petto e non posso respirar", "en");
    CHECK(r.triage.level == triage_level::emergency);
}

TEST_CASE("what was not understood is not remembered") {
    conversation talk;
    (void)answers().respond(talk, {"my hip hurts at night", "en", {}});
    const auto concepts = talk.concepts;
    (void)answers().respond(talk, {"depuis hier j'ai le genou tout gonflé", "en", {}});
    CHECK(talk.concepts == concepts);
}

TEST_CASE("why says which language was recognised, and why, where another was expected") {
    repl::session talk(answers(), "en", "", {.width = 400});

    static_cast<void>(talk.take("my knee hurts"));
    const auto expected = talk.take(":why");
    static_cast<void>(talk.take("me duele la rodilla al bajar escaleras"));
    const auto other = talk.take(":why");

    CHECK(expected.find("I read it as") == std::string::npos);
    CHECK(other.find("I read it as es, although we spoke en before.") != std::string::npos);
    CHECK(other.find("Words of it that es has: ") != std::string::npos);
    CHECK(other.find("more than 403 times is needed") != std::string::npos);
    CHECK(other.find("ui/") == std::string::npos);
}

TEST_CASE("the language of nearly every case is known without a hint") {
    for (const auto& tag : answers().locales()) {
        std::size_t all = 0, right = 0;
        for (const auto* name : {"topics", "flags"}) {
            std::ifstream file(std::string(GAITKEEPER_ROOT "/tests/cases/") + tag + '/' + name +
                               ".jsonl");
            for (std::string line; std::getline(file, line);) {
                const auto one = wire::parse_case(line);
                if (!one || one->locale != tag) continue;
                ++all;
                right += first_reply(one->text, "").locale == tag ? 1U : 0U;
            }
        }
        CAPTURE(tag);
        CAPTURE(all);
        CHECK(all > 100);
        CHECK(static_cast<double>(right) >= 0.98 * static_cast<double>(all));
    }
}

TEST_SUITE_END();
