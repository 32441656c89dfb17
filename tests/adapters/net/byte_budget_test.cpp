#include <doctest/doctest.h>

#include "byte_budget.hpp"

using namespace gaitkeeper::net;
using namespace std::chrono_literals;

TEST_SUITE_BEGIN("net.byte_budget");

TEST_CASE("a burst is free, and afterwards time has to pay for each byte") {
    byte_budget::clock::time_point now{1h};
    byte_budget budget(1000, 5000, now);
    budget.spend(4999);
    CHECK_FALSE(budget.is_spent());
    budget.spend(1);
    CHECK(budget.is_spent());
    CHECK(budget.refill(now) > 0ms);
    now += 2s;
    CHECK(budget.refill(now) == 0ms);
    budget.spend(2000);
    CHECK(budget.is_spent());
    CHECK(budget.refill(now) > 0ms);
}

TEST_CASE("after the wait that it asks for there is something to spend") {
    byte_budget::clock::time_point now{1h};
    byte_budget budget(1000, 100, now);
    budget.spend(16'000);
    const auto wait = budget.refill(now);
    CHECK(wait > 15s);
    CHECK(wait < 17s);
    CHECK(budget.refill(now + wait) == 0ms);
}

TEST_CASE("a long silence gives a burst and no more") {
    byte_budget::clock::time_point now{1h};
    byte_budget budget(1000, 5000, now);
    budget.spend(5000);
    now += 24h;
    CHECK(budget.refill(now) == 0ms);
    budget.spend(5000);
    CHECK(budget.is_spent());
    CHECK(budget.refill(now) > 0ms);
}

TEST_CASE("asked more often than a byte takes, it still grows") {
    byte_budget::clock::time_point now{1h};
    byte_budget budget(1, 1, now);
    budget.spend(1);
    bool is_open = false;
    for (int i = 0; i < 21 && !is_open; ++i) {
        now += 100ms;
        is_open = budget.refill(now) == 0ms;
    }
    CHECK(is_open);
}

TEST_SUITE_END();
