#include <doctest/doctest.h>

#include "answers.hpp"
#include "gaitkeeper/slack/locale_book.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;
using slack::instant;

namespace {

net::sent speaks(const std::string& locale) {
    return test::answered(200, R"({"ok":true,"user":{"locale":")" + locale + "\"}}");
}

// A book with a clock that the test winds; what people were told, in order.
struct desk {
    explicit desk(slack::locale_book_options options = {}) : book(std::move(options), store) {}

    void ask(const std::string& user) {
        book.ask(
            {{"", "T1"}, user}, [this](const std::string& locale) { told.push_back(locale); }, now);
    }
    void tell() {
        for (const auto& one : book.take_told(now))
            one.then(one.locale);
    }
    std::optional<std::string> known(const std::string& user) {
        return book.known({{"", "T1"}, user}, now);
    }

    test::open_house store;
    slack::locale_book book;
    instant now{1h};
    std::vector<std::string> told;
};

} // namespace

TEST_SUITE_BEGIN("slack.locale_book");

TEST_CASE("a person is asked for once, everybody who waits is told, and it is known for a day") {
    desk d;
    d.ask("U1");
    d.ask("U1");
    const auto request = d.book.next(d.now);
    REQUIRE(request);
    CHECK(request->what.url == "https://slack.com/api/users.info?include_locale=true&user=U1");
    CHECK_FALSE(d.book.next(d.now));
    d.book.finish(request->ticket, speaks("es-ES"), d.now);
    d.tell();

    CHECK(d.told == std::vector<std::string>{"es-ES", "es-ES"});
    d.now += 24h - 1s;
    CHECK(d.known("U1") == "es-ES");
    d.ask("U1");
    d.tell();
    CHECK(d.told.size() == 3);
    CHECK_FALSE(d.book.next(d.now));
    d.now += 1s;
    CHECK_FALSE(d.known("U1"));
}

TEST_CASE("nobody waits longer than a second, and a late answer is for the next time") {
    desk d;
    d.ask("U1");
    const auto request = d.book.next(d.now);
    REQUIRE(request);
    CHECK(d.book.wake() == d.now + 1s);
    d.now += 1s;
    d.tell();
    CHECK(d.told == std::vector<std::string>{""});
    d.book.finish(request->ticket, speaks("de-DE"), d.now);
    d.tell();

    CHECK(d.told.size() == 1);
    CHECK(d.known("U1") == "de-DE");
}

TEST_CASE("what cannot be told is not asked again for a while") {
    for (const auto& got : {test::refused_with("user_not_found"), test::answered(500, ""),
                            speaks("<script>"), test::answered(200, R"({"ok":true,"user":7})")}) {
        desk d;
        d.ask("U1");
        const auto request = d.book.next(d.now);
        REQUIRE(request);
        d.book.finish(request->ticket, got, d.now);
        d.tell();
        CHECK(d.told == std::vector<std::string>{""});
        d.ask("U1");
        CHECK_FALSE(d.book.next(d.now));
        d.now += 5min;
        d.tell();
        d.ask("U1");
        CHECK(d.book.next(d.now));
    }
}

TEST_CASE("a limit holds all of a workspace, and patience ends all the same") {
    desk d;
    d.ask("U1");
    const auto request = d.book.next(d.now);
    REQUIRE(request);
    d.book.finish(request->ticket, test::limited("60"), d.now);
    d.ask("U2");
    CHECK_FALSE(d.book.next(d.now));
    d.now += 1s;
    d.tell();
    CHECK(d.told == std::vector<std::string>{"", ""});
    d.now += 60s;
    d.ask("U3");
    CHECK(d.book.next(d.now));
}

TEST_CASE("an identifier that is none is not asked for, and neither are more people than fit") {
    slack::locale_book_options options;
    options.in_all = 1;
    desk d(options);
    d.ask("U1&user=U2");
    d.tell();
    CHECK(d.told.size() == 1);
    d.ask("U1");
    d.ask("U2");
    d.tell();
    CHECK(d.told.size() == 2);
    CHECK(d.book.next(d.now));
    CHECK_FALSE(d.book.next(d.now));
}

TEST_CASE("the book forgets who was written into it longest ago") {
    slack::locale_book_options options;
    options.people = 2;
    desk d(options);
    for (const auto* user : {"U1", "U2", "U3"}) {
        d.ask(user);
        const auto request = d.book.next(d.now);
        REQUIRE(request);
        d.book.finish(request->ticket, speaks("fr-FR"), d.now);
    }
    CHECK_FALSE(d.known("U1"));
    CHECK(d.known("U2"));
    CHECK(d.known("U3"));
}

TEST_SUITE_END();
