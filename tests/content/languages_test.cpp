#include <doctest/doctest.h>

#include "gaitkeeper/teamchat/talks.hpp"
#include "shipped.hpp"

using namespace gaitkeeper;

namespace {

// A conversation in a team chat, whose person has set a language.
struct talk {
    explicit talk(std::string set) : locale(std::move(set)) {
        with.engine_now = [] { return test::shipped::get().answers(); };
        with.default_locale = "en";
    }
    reply say(std::string_view text) {
        return all.respond({"talk", text, locale, {}}, teamchat::time_point{});
    }

    std::string locale;
    teamchat::services with;
    teamchat::talks all{with, {}};
};

} // namespace

TEST_SUITE_BEGIN("content.languages");

TEST_CASE("in a team chat a red flag is found in whichever language it is written") {
    talk spanish("es-ES"), english("en-US");
    CHECK(spanish.say("My calf is swollen and I cannot breathe").triage.level ==
          triage_level::emergency);
    CHECK(english.say("Tengo la pantorrilla hinchada y no puedo respirar").triage.level ==
          triage_level::emergency);
}

TEST_CASE("a team chat goes on in the language in which it is held") {
    talk one("en-US");
    CHECK(one.say("Me duele la rodilla cuando corro").locale == "es");
    CHECK(one.say("gracias").locale == "es");
    CHECK(one.say("Why does my knee hurt when I run?").locale == "en");
}

TEST_SUITE_END();
