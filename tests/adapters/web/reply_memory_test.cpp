#include <doctest/doctest.h>

#include "gaitkeeper/web/conversation_store.hpp"

using namespace gaitkeeper::web;

namespace {

constexpr std::size_t plenty = 1U << 20U;

// Ten bytes each, so that a limit of bytes is easy to count.
remembered_reply reply(std::uint64_t seq) {
    return {"m" + std::to_string(seq), seq, std::string(10, 'x')};
}

std::string after(const reply_memory& of, std::uint64_t seq) {
    std::string all;
    of.each_after(seq, [&](const remembered_reply& one) { all += one.id + ' '; });
    return all;
}

} // namespace

TEST_SUITE_BEGIN("web.reply_memory");

TEST_CASE("the last replies are kept in their order, however often the row has gone round") {
    reply_memory memory;
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
        memory.add(reply(seq), 3, plenty);
        REQUIRE(memory.find("m" + std::to_string(seq)) != nullptr);
    }
    CHECK(after(memory, 0) == "m98 m99 m100 ");
    CHECK(after(memory, 98) == "m99 m100 ");
    CHECK(after(memory, 100).empty());
    CHECK(memory.find("m97") == nullptr);
    CHECK(memory.find("m98")->seq == 98);
}

TEST_CASE("a limit of bytes forgets the oldest, and never the newest") {
    reply_memory memory;
    for (std::uint64_t seq = 1; seq <= 5; ++seq)
        memory.add(reply(seq), 32, 30);
    CHECK(after(memory, 0) == "m3 m4 m5 ");
    memory.add({"long", 6, std::string(1000, 'x')}, 32, 30);
    CHECK(after(memory, 0) == "long ");
    for (std::uint64_t seq = 7; seq <= 12; ++seq)
        memory.add(reply(seq), 32, plenty);
    CHECK(after(memory, 0) == "long m7 m8 m9 m10 m11 m12 ");
}

TEST_CASE("what is forgotten takes no room any more") {
    reply_memory memory;
    memory.add({"long", 1, std::string(1000, 'x')}, 1, plenty);
    const auto before = memory.bytes();
    memory.add(reply(2), 1, plenty);
    CHECK(memory.bytes() == before - 990);
}

TEST_SUITE_END();
