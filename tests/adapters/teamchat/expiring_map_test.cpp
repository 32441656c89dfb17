#include <doctest/doctest.h>

#include "gaitkeeper/teamchat/deliveries.hpp"

using namespace gaitkeeper::teamchat;
using namespace std::chrono_literals;

namespace {

constexpr time_point noon{1'800'000'000s};

} // namespace

TEST_SUITE_BEGIN("teamchat.expiring_map");

TEST_CASE("what is too old is not found, what is put again is young") {
    expiring_map<int> map(10, 60s);
    map.put("a", 1, noon);
    CHECK(*map.find("a", noon + 59s) == 1);
    CHECK(map.find("a", noon + 60s) == nullptr);
    map.put("a", 2, noon + 60s);
    CHECK(*map.find("a", noon + 119s) == 2);
    CHECK(map.size() == 1);
}

TEST_CASE("of too many the one put longest ago goes") {
    expiring_map<int> map(2, 60s);
    map.put("a", 1, noon);
    map.put("b", 2, noon);
    map.put("a", 3, noon);
    map.put("c", 4, noon);
    CHECK(map.find("b", noon) == nullptr);
    CHECK(*map.find("a", noon) == 3);
    CHECK(*map.find("c", noon) == 4);
    CHECK(map.size() == 2);
}

TEST_CASE("what is too old takes no memory once another comes") {
    expiring_map<int> map(1000, 60s);
    for (int i = 0; i < 500; ++i)
        map.put(std::to_string(i), i, noon);
    map.put("later", 0, noon + 60s);
    CHECK(map.size() == 1);
}

TEST_CASE("a delivery is the first one while it is remembered, by either of its keys") {
    deliveries seen(4);
    CHECK(seen.is_first({"event:1", "post:1"}, noon));
    CHECK_FALSE(seen.is_first({"event:2", "post:1"}, noon));
    CHECK_FALSE(seen.is_first({"event:2"}, noon));
    CHECK(seen.is_first({"", ""}, noon));
    CHECK(seen.is_first({""}, noon));
    CHECK(seen.is_first({"event:1"}, noon + deliveries::life));
}

TEST_SUITE_END();
