#include <doctest/doctest.h>

#include "gaitkeeper/teamchat/letters.hpp"
#include "markdown.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::teamchat;

namespace {

std::string as_is(std::string_view text) {
    return std::string(text);
}

} // namespace

TEST_SUITE_BEGIN("teamchat.markdown");

TEST_CASE("an emergency comes first, and what could be asked comes last") {
    reply given;
    given.blocks = {{block_kind::answer, "Rest."}, {block_kind::emergency, "Call."}};
    given.suggestions = {{"Label", "What helps?"}};
    CHECK(to_markdown(given, {"Emergency", "Important", "You could ask"}, {"**", as_is, 100}) ==
          "**Emergency**\nCall.\n\nRest.\n\n**You could ask**\n- What helps?");
}

TEST_CASE("a post over the limit ends in an ellipsis, between two letters") {
    reply given;
    given.blocks = {{block_kind::answer, "👩🏽‍⚕️👩🏽‍⚕️👩🏽‍⚕️"}};
    const auto made = to_markdown(given, {"e", "c", "s"}, {"**", as_is, 10});
    CHECK(made == "👩🏽‍⚕️…");
    CHECK(units_of(made) <= 10);
}

TEST_CASE("nobody is called") {
    CHECK(defuse("@all @here a@b") == "@\u200ball @\u200bhere a@\u200bb");
}

TEST_SUITE_END();
