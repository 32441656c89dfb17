#include <doctest/doctest.h>

#include "gaitkeeper/slack/mrkdwn.hpp"

using namespace gaitkeeper::slack;

TEST_SUITE_BEGIN("slack.mrkdwn");

TEST_CASE("mentions are not read, links and dates by their label") {
    CHECK(read_mrkdwn("<@U1> my knee hurts") == "my knee hurts");
    CHECK(read_mrkdwn("my knee <@U1|bot> hurts <@U2>") == "my knee   hurts");
    CHECK(read_mrkdwn("<!here> <!channel> <!everyone> <!subteam^S1|@team> <#C1|general> hello") ==
          "hello");
    CHECK(read_mrkdwn("see <https://a.example/x|my page>") == "see my page");
    CHECK(read_mrkdwn("see <https://a.example>") == "see https://a.example");
    CHECK(read_mrkdwn("<mailto:a@b.example|a@b.example>") == "a@b.example");
    CHECK(read_mrkdwn("<tel:112|112>") == "112");
    CHECK(read_mrkdwn("since <!date^1392734382^{date}|18 February>") == "since 18 February");
}

TEST_CASE("the three entities are undone once, and no others") {
    CHECK(read_mrkdwn("a &amp; b &lt;c&gt;") == "a & b <c>");
    CHECK(read_mrkdwn("&amp;lt;") == "&lt;");
    CHECK(read_mrkdwn("&quot;&#39;") == "&quot;&#39;");
    CHECK(read_mrkdwn("<https://a.example|Q&amp;A>") == "Q&A");
    CHECK(read_mrkdwn("&am") == "&am");
}

TEST_CASE("what is no markup of Slack's is text") {
    CHECK(read_mrkdwn("") == "");
    CHECK(read_mrkdwn("  \n") == "");
    CHECK(read_mrkdwn("<@U1>") == "");
    CHECK(read_mrkdwn("a < b") == "a < b");
    CHECK(read_mrkdwn("a <") == "a <");
    CHECK(read_mrkdwn("<>") == "");
    CHECK(read_mrkdwn("*bold* _it_ `code`") == "*bold* _it_ `code`");
}

TEST_CASE("what is written notifies nobody and links nothing") {
    CHECK(escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;");
    CHECK(escape("&amp;") == "&amp;amp;");
    CHECK(read_mrkdwn(escape("1 < 2 && <!here>")) == "1 < 2 && <!here>");
}

TEST_CASE("left-to-right names in right-to-left text stand apart") {
    CHECK(isolate_left_to_right("ألم") == "ألم");
    CHECK(isolate_left_to_right("استخدم RICE اليوم") == "استخدم \u2068RICE\u2069 اليوم");
    CHECK(isolate_left_to_right("من Slack 2 Go!") == "من \u2068Slack 2 Go\u2069!");
    CHECK(isolate_left_to_right("اتصل بالرقم 112") == "اتصل بالرقم 112");
    CHECK(isolate_left_to_right("a\nب b") == "\u2068a\u2069\nب \u2068b\u2069");
    CHECK(isolate_left_to_right("") == "");
}

TEST_SUITE_END();
