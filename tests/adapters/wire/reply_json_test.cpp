#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "gaitkeeper/wire/json_text.hpp"
#include "gaitkeeper/wire/reply_json.hpp"

using namespace gaitkeeper;

TEST_SUITE_BEGIN("wire.reply_json");

TEST_CASE("a reply object has every member of the contract, in its order") {
    reply r;
    r.locale = "en";
    r.triage = {triage_level::urgent, {"flag.locked"}};
    r.topics = {{"care.when", 0.5}};
    r.blocks = {{block_kind::caution, "Be \"seen\"\n"}};
    r.suggestions = {{"Ice", "Should I ice it?"}};
    r.text = "Be \"seen\"\n";
    r.receipt = {"00ff", "1.2", {5, 7}};

    CHECK(wire::to_json(r) ==
          R"({"locale":"en","triage":"urgent","flags":["flag.locked"],)"
          R"("topics":[{"id":"care.when","confidence":0.5}],)"
          R"("blocks":[{"kind":"caution","text":"Be \"seen\"\n"}],)"
          R"("suggestions":[{"label":"Ice","text":"Should I ice it?"}],"text":"Be \"seen\"\n",)"
          R"("receipt":{"content":"00ff","version":"1.2","topics":[5,7]}})");
}

TEST_CASE("numbers to dial stand beside the text that names them, and nowhere else") {
    reply r;
    r.blocks = {{block_kind::emergency, "Call 999", {"999"}}};

    CHECK(wire::to_json(r).find(R"({"kind":"emergency","text":"Call 999","numbers":["999"]})") !=
          std::string::npos);
}

TEST_CASE("confidences have four digits at most and always a point") {
    const auto written = [](double confidence) {
        reply r;
        r.topics = {{"a", confidence}};
        const auto text = wire::to_json(r);
        const auto begin = text.find("confidence\":") + 12;
        return text.substr(begin, text.find('}', begin) - begin);
    };
    CHECK(written(0) == "0.0");
    CHECK(written(1) == "1.0");
    CHECK(written(0.99996) == "1.0");
    CHECK(written(0.0001) == "0.0001");
    CHECK(written(0.25) == "0.25");
    CHECK(written(0.98765) == "0.9877");
}

TEST_CASE("any text comes back from JSON as it was, wherever in it a letter has to be escaped") {
    for (std::size_t before = 0; before < 20; ++before) {
        for (int c = 0; c < 0x80; ++c) {
            const auto text = std::string(before, 'x') + static_cast<char>(c) + "yyyyyyyyyy";
            std::string json;
            wire::append_string(json, text);
            const auto back = boost::json::parse(json).as_string();
            CHECK(std::string_view(back.data(), back.size()) == text);
        }
    }
    std::string json;
    wire::append_string(json, "膝が\"痛い\"\x01");
    CHECK(json == "\"膝が\\\"痛い\\\"\\u0001\"");
}

TEST_CASE("an explanation is a tree") {
    const explanation tree{"message", "", 0, {{"word", "knee", 0.25, {}}}};

    CHECK(wire::to_json(tree).find(R"("parts":[{"what":"word","value":"knee","score":2.5E-1)") !=
          std::string::npos);
}

TEST_SUITE_END();
