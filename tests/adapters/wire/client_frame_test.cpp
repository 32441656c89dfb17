#include <doctest/doctest.h>

#include "gaitkeeper/wire/client_frame.hpp"

using namespace gaitkeeper::wire;

namespace {

std::string fault_of(std::string_view json) {
    const auto read = parse_client_frame(json);
    return read ? "none" : std::string(name(read.error().fault));
}

std::string message_of(std::string_view text) {
    return R"({"type":"message","id":"a","text":")" + std::string(text) + "\"}";
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i)
        made += text;
    return made;
}

} // namespace

TEST_SUITE_BEGIN("wire.client_frame");

TEST_CASE("each kind is read with what belongs to it") {
    const auto hello =
        parse_client_frame(
            R"({"type":"hello","locale":"es-MX","region":"MX","resume":"t","last_seq":7})")
            .value();
    CHECK(hello.kind == frame_kind::hello);
    CHECK(hello.locale == "es-MX");
    CHECK(hello.region == "MX");
    CHECK(hello.resume == "t");
    CHECK(hello.last_seq == 7);

    const auto said =
        parse_client_frame(R"({"id":"01H","text":"my kn\u0065e","locale":"en","type":"message"})")
            .value();
    CHECK(said.kind == frame_kind::message);
    CHECK(said.id == "01H");
    CHECK(said.text == "my knee");

    CHECK(std::get<std::uint64_t>(
              parse_client_frame(R"({"type":"choose","id":"a","option":2})")->option) == 2);
    CHECK(std::get<std::string>(
              parse_client_frame(R"({"type":"choose","id":"a","option":"x"})")->option) == "x");
    CHECK(parse_client_frame(R"({"type":"typing"})")->kind == frame_kind::typing);
    CHECK(parse_client_frame(R"({"type":"bye"})")->kind == frame_kind::bye);
}

TEST_CASE("what is not one clean JSON object is bad JSON") {
    for (const std::string_view json :
         {std::string_view(""), std::string_view("hello"), std::string_view("[]"),
          std::string_view("\"x\""), std::string_view(R"({"type":"bye"}{"type":"bye"})"),
          std::string_view(R"({"type":"bye"} x)"),
          std::string_view(R"({"type":"bye","type":"bye"})"),
          std::string_view("{\"type\":\"b\xff\"}"),
          std::string_view(R"({"type":"bye","x":[[[[[[[[[[1]]]]]]]]]]})")}) {
        CAPTURE(json);
        CHECK(fault_of(json) == "bad_json");
    }
}

TEST_CASE("what is no Unicode text, or holds NUL, is refused") {
    CHECK(fault_of(message_of(R"(a\ud800b)")) != "none");
    CHECK(fault_of(message_of(R"(a\udc00b)")) != "none");
    CHECK(fault_of(message_of(R"(\ud83d\ude00)")) == "none");
    CHECK(fault_of(message_of(R"(a\u0000b)")) == "bad_frame");
}

TEST_CASE("what a schema refuses is a bad frame, and a type that is none of ours says so") {
    for (const std::string_view json :
         {R"({})", R"({"type":7})", R"({"type":"message"})", R"({"type":"message","id":"a"})",
          R"({"type":"message","text":"x"})", R"({"type":"message","id":"","text":"x"})",
          R"({"type":"message","id":"a b","text":"x"})", R"({"type":"message","id":"a","text":7})",
          R"({"type":"message","id":"a","text":"x","more":1})", R"({"type":"hello","last_seq":-1})",
          R"({"type":"hello","id":"a"})", R"({"type":"choose","id":"a"})",
          R"({"type":"choose","id":"a","option":null})", R"({"type":"typing","text":"x"})"}) {
        CAPTURE(json);
        CHECK(fault_of(json) == "bad_frame");
    }
    CHECK(fault_of(R"({"type":"shout","id":"a"})") == "unknown_type");
    CHECK(parse_client_frame(R"({"type":"shout","id":"a"})").error().id == "a");
}

TEST_CASE("a message has so many code points and bytes, and not one more") {
    CHECK(fault_of(message_of(repeated("x", 2000))) == "none");
    CHECK(fault_of(message_of(repeated("x", 2001))) == "too_long");
    CHECK(fault_of(message_of(repeated("\xf0\x9f\xa6\xb5", 2000))) == "none"); // 8000 bytes
    CHECK(parse_client_frame(message_of(repeated("x", 2001))).error().id == "a");
    CHECK(parse_client_frame(message_of("knee"), {3, 100}).error().fault == frame_fault::too_long);
    CHECK(parse_client_frame(message_of("knee"), {100, 3}).error().fault == frame_fault::too_long);
}

TEST_CASE("an id has at most 64 characters") {
    const auto with = [](std::size_t size) {
        return R"({"type":"message","text":"x","id":")" + std::string(size, 'a') + "\"}";
    };
    CHECK(fault_of(with(64)) == "none");
    CHECK(fault_of(with(65)) == "bad_frame");
}

TEST_SUITE_END();
