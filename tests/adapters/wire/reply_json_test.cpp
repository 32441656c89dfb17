#include <doctest/doctest.h>

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
          R"("topics":[{"id":"care.when","confidence":5E-1}],)"
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

TEST_CASE("an explanation is a tree") {
    const explanation tree{"message", "", 0, {{"word", "knee", 0.25, {}}}};

    CHECK(wire::to_json(tree).find(R"("parts":[{"what":"word","value":"knee","score":2.5E-1)") !=
          std::string::npos);
}

TEST_SUITE_END();
