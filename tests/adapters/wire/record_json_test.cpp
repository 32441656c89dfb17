#include <doctest/doctest.h>

#include "gaitkeeper/wire/record_json.hpp"
#include "gaitkeeper/wire/reply_json.hpp"

using namespace gaitkeeper;

TEST_SUITE_BEGIN("wire.record_json");

TEST_CASE("what is recorded is read back whole") {
    reply answer;
    answer.locale = "es";
    answer.topics = {{"one", 0.9041}, {"two", 0.25}};
    answer.receipt = {"abc", "7", {1, 3}};
    const wire::incoming_message said{"\"rodilla\"\n", "es-MX", "MX", "talk"};

    const auto back = wire::parse_record(wire::record_line(said, answer));

    REQUIRE(back.has_value());
    CHECK(back->said.text == said.text);
    CHECK(back->said.locale == said.locale);
    CHECK(back->said.region == said.region);
    CHECK(back->said.conversation == said.conversation);
    REQUIRE(back->reply.has_value());
    CHECK(*back->reply == wire::to_object(answer));
    CHECK(back->receipt.at("content") == "abc");
}

TEST_CASE("a record that says nothing of the answer is refused") {
    for (const auto* line :
         {R"({"text":"x"})", R"({"text":"x","reply":1})", R"({"text":"x","reply":{}})",
          R"({"text":"x","receipt":"abc"})", R"({"reply":{"receipt":{}}})", "[]", ""}) {
        CAPTURE(line);
        const auto read = wire::parse_record(line);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == errc::bad_input);
    }
}

TEST_CASE("a person notices other topics, words and levels, and no shift in confidence") {
    reply before;
    before.topics = {{"one", 0.9}, {"two", 0.3}};
    before.blocks = {{block_kind::answer, "Rest."}};
    auto after = before;
    after.topics[0].confidence = 0.8;
    const auto differing = [&] {
        return wire::noticeable_differences(wire::to_object(before), wire::to_object(after));
    };
    CHECK(differing().empty());

    after.topics = {{"two", 0.9}, {"one", 0.3}};
    after.blocks[0].text = "Ice.";
    after.triage.level = triage_level::urgent;

    CHECK(differing() == std::vector<std::string>{"triage", "topics", "blocks"});
    CHECK(wire::topic_ids(wire::to_object(after)) == "two, one");
}

TEST_SUITE_END();
