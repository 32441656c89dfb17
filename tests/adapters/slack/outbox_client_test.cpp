#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>

#include "answers.hpp"
#include "gaitkeeper/slack/outbox_client.hpp"
#include "running_server.hpp"

using namespace gaitkeeper;

namespace {

slack::outbox_client_options asking(const std::string& base) {
    slack::outbox_client_options made;
    made.api_base = base;
    return made;
}

} // namespace

TEST_SUITE_BEGIN("slack.outbox_client");

TEST_CASE("what was sent before the end arrives, in order") {
    std::mutex guard;
    std::vector<std::string> posted;
    test::running_server vendor(
        {}, {{"POST", "/api/chat.postMessage", net::at_once([&](const net::request& asked) {
                  const std::lock_guard lock(guard);
                  posted.emplace_back(asked.body);
                  return net::response{200, "application/json", R"({"ok":true})", {}};
              })}});
    test::open_house store;
    {
        slack::outbox_client out(
            asking("http://127.0.0.1:" + std::to_string(vendor->port()) + "/api"), store);
        for (const auto* text : {"one", "two", "three"})
            out.send(slack::post_message{{"", "T1"}, "C1", "", {text, ""}});
    }
    REQUIRE(posted.size() == 3);
    CHECK(posted[0].find("one") != std::string::npos);
    CHECK(posted[2].find("three") != std::string::npos);
}

TEST_CASE("a person's language is found, known from then on, and empty where nobody answers") {
    test::running_server vendor(
        {}, {{"GET", "/api/users.info", net::at_once([](const net::request&) {
                  return net::response{
                      200, "application/json", R"({"ok":true,"user":{"locale":"ja-JP"}})", {}};
              })}});
    test::open_house store;
    std::mutex guard;
    std::condition_variable told;
    std::optional<std::string> locale;
    const auto find = [&](slack::outbox& out, const std::string& user) {
        locale.reset();
        out.find_locale({{"", "T1"}, user}, [&](const std::string& found) {
            const std::lock_guard lock(guard);
            locale = found;
            told.notify_all();
        });
        std::unique_lock lock(guard);
        told.wait(lock, [&] { return locale.has_value(); });
        return *locale;
    };
    slack::outbox_client out(asking("http://127.0.0.1:" + std::to_string(vendor->port()) + "/api/"),
                             store);

    CHECK(find(out, "U1") == "ja-JP");
    CHECK(out.known_locale({{"", "T1"}, "U1"}) == "ja-JP");
    slack::outbox_client nobody(asking("http://127.0.0.1:1/api"), store);
    CHECK(find(nobody, "U1").empty());
}

TEST_CASE("a base that could carry tokens into the open is refused") {
    test::open_house store;
    for (const auto* base : {"", "slack.com", "http://slack.com/api", "ftp://slack.com/",
                             "https://u@slack.com/", "https://slack.com/api?x=1"})
        CHECK_THROWS_AS(slack::outbox_client(asking(base), store), std::runtime_error);
    CHECK(slack::is_api_base("https://slack-gov.com/api"));
    CHECK(slack::is_api_base("http://127.0.0.1:9000/api/"));
}

TEST_SUITE_END();
