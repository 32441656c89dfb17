#include <vector>

#include <doctest/doctest.h>

#include "text/token_sets.hpp"

using namespace gaitkeeper::text;

namespace {

instruction reads(opcode what, std::uint32_t id) {
    instruction made;
    made.what = what;
    made.a = id;
    return made;
}

std::vector<std::uint64_t> nothing_of(const token_sets& sets) {
    return std::vector<std::uint64_t>(sets.words(), 0);
}

} // namespace

TEST_SUITE_BEGIN("text.token_sets");

TEST_CASE("the same readers are one set, in whatever order and however often they are named") {
    token_sets sets;
    const auto knee = reads(opcode::word, 7), hip = reads(opcode::label, 3);
    const auto one = sets.add(std::vector{knee, hip});
    CHECK(sets.add(std::vector{hip, knee, knee}) == one);
    CHECK(sets.size_of(one) == 2);
    CHECK(sets.add(std::vector{knee}) != one);
}

TEST_CASE("a token is in the sets that something of it is in, and in no other") {
    token_sets sets;
    const auto by_word = sets.add(std::vector{reads(opcode::word, 7)});
    const auto by_form = sets.add(std::vector{reads(opcode::form, 7)});
    const auto by_label = sets.add(std::vector{reads(opcode::label, 2)});
    const auto by_number = sets.add(std::vector{reads(opcode::number, 0)});
    auto bits = nothing_of(sets);
    sets.mark_stem(bits.data(), 7);
    sets.mark_key(bits.data(), 8);
    sets.mark_label(bits.data(), 2);
    CHECK(token_sets::holds(bits.data(), by_word));
    CHECK_FALSE(token_sets::holds(bits.data(), by_form));
    CHECK(token_sets::holds(bits.data(), by_label));
    CHECK_FALSE(token_sets::holds(bits.data(), by_number));
    sets.mark_number(bits.data());
    CHECK(token_sets::holds(bits.data(), by_number));
}

TEST_CASE("what ids cannot tell is the set of every token") {
    token_sets sets;
    const auto set = sets.add(std::vector{reads(opcode::word, 1), reads(opcode::prefix, 1)});
    CHECK(set == token_sets::any);
    auto bits = nothing_of(sets);
    sets.mark_any(bits.data());
    CHECK(token_sets::holds(bits.data(), set));
}

TEST_CASE("more sets than one word of bits has room for keep apart") {
    token_sets sets;
    std::vector<std::uint32_t> made;
    for (std::uint32_t id = 1; id <= 200; ++id)
        made.push_back(sets.add(std::vector{reads(opcode::word, id)}));
    auto bits = nothing_of(sets);
    sets.mark_stem(bits.data(), 150);
    for (std::uint32_t id = 1; id <= 200; ++id)
        CHECK(token_sets::holds(bits.data(), made[id - 1]) == (id == 150));
}

TEST_SUITE_END();
