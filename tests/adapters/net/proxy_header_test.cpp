#include <doctest/doctest.h>

#include "gaitkeeper/net/proxy_header.hpp"

using namespace gaitkeeper::net;
using kind = proxy_header::kind;

namespace {

// A header of version 2: command and family, then what stands behind the fixed part.
std::string binary(unsigned char command, unsigned char family, const std::string& rest) {
    std::string made("\r\n\r\n\0\r\nQUIT\n", 12);
    made += {static_cast<char>(0x20U | command), static_cast<char>(family),
             static_cast<char>(rest.size() / 256), static_cast<char>(rest.size() % 256)};
    return made + rest;
}

// 192.0.2.7:4711 to 198.51.100.1:443.
const std::string ends_v4("\xc0\x00\x02\x07\xc6\x33\x64\x01\x12\x67\x01\xbb", 12);

std::string client(const std::string& bytes) {
    const auto read = proxy_header::read(bytes);
    REQUIRE(read.what == kind::whole);
    return read.client ? read.client->to_string() : "nobody";
}

} // namespace

TEST_SUITE_BEGIN("net.proxy_header");

TEST_CASE("a line of version 1 names the client, and what follows is not part of it") {
    const std::string line = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";
    const auto read = proxy_header::read(line + "GET / HTTP/1.1\r\n");
    CHECK(read.what == kind::whole);
    CHECK(read.size == line.size());
    CHECK(client(line) == "192.0.2.7");
    CHECK(client("PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n") == "2001:db8::7");
    CHECK(client("PROXY UNKNOWN\r\n") == "nobody");
    CHECK(client("PROXY UNKNOWN anything at all\r\n") == "nobody");
}

TEST_CASE("a header of version 2 names the client, whatever the proxy adds behind") {
    const auto plain = binary(1, 0x11, ends_v4);
    const auto read = proxy_header::read(plain + "GET");
    CHECK(read.what == kind::whole);
    CHECK(read.size == plain.size());
    CHECK(client(plain) == "192.0.2.7");
    CHECK(client(binary(1, 0x11, ends_v4 + std::string(200, 'x'))) == "192.0.2.7");
    const std::string one("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07", 16);
    CHECK(client(binary(1, 0x21, one + one + "\x12\x67\x01\xbb")) == "2001:db8::7");
    CHECK(client(binary(0, 0x11, ends_v4)) == "nobody"); // the proxy looks whether we live
    CHECK(client(binary(1, 0x31, std::string(216, 'x'))) == "nobody"); // a path, not an address
    CHECK(client(binary(1, 0x00, "")) == "nobody");
}

TEST_CASE("every beginning of a header wants more and nothing else") {
    for (const auto& whole : {std::string("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n"),
                              binary(1, 0x11, ends_v4 + std::string(20, 'x'))}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            CAPTURE(size);
            CHECK(proxy_header::read(whole.substr(0, size)).what == kind::more);
        }
        CHECK(proxy_header::read(whole).what == kind::whole);
    }
}

TEST_CASE("what is no such header is told at once, so that nothing behind it is believed") {
    for (const std::string& bytes :
         {std::string("GET / HTTP/1.1\r\n"), std::string("PROXY TCP4 192.0.2.7\r\n"),
          std::string("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443 5\r\n"),
          std::string("PROXY TCP4  192.0.2.7 198.51.100.1 4711 443\r\n"),
          std::string("PROXY TCP4 2001:db8::7 2001:db8::1 4711 443\r\n"),
          std::string("PROXY TCP6 192.0.2.7 198.51.100.1 4711 443\r\n"),
          std::string("PROXY TCP4 192.0.2.7 198.51.100.1 4711 65536\r\n"),
          std::string("PROXY TCP4 192.0.2.7 198.51.100.1 -1 443\r\n"),
          std::string("PROXY TCP4 192.0.2 198.51.100.1 4711 443\r\n"),
          std::string("PROXY UDP4 192.0.2.7 198.51.100.1 4711 443\r\n"),
          "PROXY UNKNOWN " + std::string(107, 'x'), std::string("PROXZ"),
          std::string("\x16\x03\x01"), binary(2, 0x11, ends_v4), binary(1, 0x11, "short"),
          binary(1, 0x21, ends_v4), binary(1, 0x11, std::string(5000, 'x'))}) {
        CAPTURE(bytes.substr(0, 60));
        CHECK(proxy_header::read(bytes).what == kind::bad);
    }
    auto old = binary(1, 0x11, ends_v4);
    old[12] = 0x11; // version 1 in the clothes of 2
    CHECK(proxy_header::read(old).what == kind::bad);
}

TEST_SUITE_END();
