#include <doctest/doctest.h>

#include "gaitkeeper/repl/wrap.hpp"

using gaitkeeper::repl::wrap;

TEST_SUITE_BEGIN("repl.wrap");

TEST_CASE("text is broken where a line may break, and not inside a word") {
    CHECK(wrap("one two three", 8) == "one two\nthree");
    CHECK(wrap("one two three", 80) == "one two three");
    CHECK(wrap("unbreakable", 4) == "unbreakable");
    CHECK(wrap("", 10).empty());
}

TEST_CASE("line breaks of the text stay, and every line is indented") {
    CHECK(wrap("a\nb", 10, "  ") == "  a\n  b");
    CHECK(wrap("one two three", 9, "! ") == "! one two\n! three");
}

TEST_CASE("wide characters take two columns and marks none") {
    CHECK(wrap("膝が痛いので歩けない", 10) == "膝が痛いの\nで歩けない");
    CHECK(wrap("\xC3\xA9t\xC3\xA9s e\xCC\x81te\xCC\x81s", 10) ==
          "\xC3\xA9t\xC3\xA9s e\xCC\x81te\xCC\x81s");
}

TEST_SUITE_END();
