#include <doctest/doctest.h>

#include "gaitkeeper/net/address.hpp"

using namespace gaitkeeper::net;

namespace {

std::string client(std::string_view peer, std::string_view x_forwarded_for,
                   std::string_view forwarded = {}) {
    const std::vector<network> trusted{*network::parse("10.0.0.0/8"),
                                       *network::parse("2001:db8:ffff::/48")};
    return client_address(*parse_address(peer), x_forwarded_for, forwarded, trusted).to_string();
}

} // namespace

TEST_SUITE_BEGIN("net.address");

TEST_CASE("a network holds the addresses that begin with its bits") {
    const auto ten = *network::parse("10.0.0.0/8");
    CHECK(ten.contains(*parse_address("10.255.1.2")));
    CHECK(ten.contains(*parse_address("::ffff:10.1.2.3")));
    CHECK_FALSE(ten.contains(*parse_address("11.0.0.0")));
    CHECK_FALSE(ten.contains(*parse_address("::a00:1")));
    CHECK(network::parse("192.0.2.128/25")->contains(*parse_address("192.0.2.129")));
    CHECK_FALSE(network::parse("192.0.2.128/25")->contains(*parse_address("192.0.2.127")));
    CHECK(network::parse("0.0.0.0/0")->contains(*parse_address("203.0.113.9")));
    CHECK(network::parse("192.0.2.1")->contains(*parse_address("192.0.2.1")));
}

TEST_CASE("what is no network is none") {
    for (const char* text : {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
                             "::1/129", "example.com", "10.0.0", "fe80::1%eth0"}) {
        CAPTURE(text);
        CHECK_FALSE(network::parse(text).has_value());
    }
}

TEST_CASE("forwarded headers of a peer that is not trusted count for nothing") {
    CHECK(client("203.0.113.5", "198.51.100.7") == "203.0.113.5");
    CHECK(client("203.0.113.5", "", "for=198.51.100.7") == "203.0.113.5");
}

TEST_CASE("the client is the first address from the right that no proxy of ours has") {
    CHECK(client("10.0.0.1", "198.51.100.7") == "198.51.100.7");
    CHECK(client("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2") == "198.51.100.7");
    CHECK(client("10.0.0.1", "198.51.100.7:4711") == "198.51.100.7");
    CHECK(client("10.0.0.1", "10.0.0.3, 10.0.0.2") == "10.0.0.3");
    CHECK(client("2001:db8:ffff::1", "2001:db8::7") == "2001:db8::7");
}

TEST_CASE("what cannot be read ends the walk at the last proxy") {
    CHECK(client("10.0.0.1", "198.51.100.7, unknown") == "10.0.0.1");
    CHECK(client("10.0.0.1", "198.51.100.7, garbage, 10.0.0.2") == "10.0.0.2");
    CHECK(client("10.0.0.1", ",,,") == "10.0.0.1");
}

TEST_CASE("Forwarded is read where X-Forwarded-For is not there") {
    CHECK(client("10.0.0.1", "", "for=198.51.100.7;proto=https, for=10.0.0.2") == "198.51.100.7");
    CHECK(client("10.0.0.1", "", "proto=https;For=\"[2001:db8:cafe::17]:4711\"") ==
          "2001:db8:cafe::17");
    CHECK(client("10.0.0.1", "", "for=_hidden") == "10.0.0.1");
}

TEST_CASE("an IPv6 client is counted by its /64, an IPv4 client by its address") {
    CHECK(client_key(*parse_address("2001:db8::1")) ==
          client_key(*parse_address("2001:db8::ffff:1")));
    CHECK(client_key(*parse_address("2001:db8:0:1::1")) !=
          client_key(*parse_address("2001:db8:0:2::1")));
    CHECK(client_key(*parse_address("192.0.2.1")) != client_key(*parse_address("192.0.2.2")));
    CHECK(client_key(*parse_address("::ffff:192.0.2.1")) ==
          client_key(*parse_address("192.0.2.1")));
}

TEST_SUITE_END();
