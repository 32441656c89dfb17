#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "serve_settings.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::program;

namespace {

std::vector<problem> read(std::string_view toml, serve_settings& into) {
    return read_config(toml, "x.toml", into, [](const setting&) { return false; });
}

} // namespace

TEST_SUITE_BEGIN("program.serve_settings");

TEST_CASE("keys of every type are read, and a flag wins over the file") {
    serve_settings made;
    CHECK(read("listen = \"0.0.0.0:80\"\norigins = [\"https://a.example\"]\nsessions = 7\n", made)
              .empty());
    CHECK(made.listen == "0.0.0.0:80");
    CHECK(made.origins == std::vector<std::string>{"https://a.example"});
    CHECK(made.sessions == 7);

    made.sessions = 9;
    CHECK(read_config("sessions = 7", "x.toml", made, [](const setting& one) {
              return one.name == "sessions";
          }).empty());
    CHECK(made.sessions == 9);
}

TEST_CASE(
    "an unknown key is refused with the one that was meant, a wrong type with what it should be") {
    serve_settings made;
    const auto problems = read("orgins = []\n\nsessions = \"many\"\nthreads = -1\nlisten = "
                               "80\norigins = [1]\nzzzzzzzzzzzz = 1\n",
                               made);
    REQUIRE(problems.size() == 6);
    std::string all;
    for (const auto& one : problems)
        all += to_string(one) + '\n';
    const auto says = [&](std::string_view part) { return all.find(part) != std::string::npos; };
    CAPTURE(all);
    CHECK(says("x.toml: line 1: there is no key 'orgins'; did you mean 'origins'"));
    CHECK(says("line 3: 'sessions' must be a whole number"));
    CHECK(says("line 4: 'threads' must be"));
    CHECK(says("line 5: 'listen' must be a string"));
    CHECK(says("line 6: 'origins' must be a list of strings"));
    CHECK(says("there is no key 'zzzzzzzzzzzz'\n"));
}

TEST_CASE("what is no TOML says where") {
    serve_settings made;
    const auto problems = read("listen = \"a\"\nlisten =\n", made);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].pointer == "line 2");
}

TEST_CASE("letters outside a string are no TOML, whichever they are") {
    for (const auto* text : {"listen = \xC3\xA9\n", "\xC3\xA9 = 1\n", " \xD1\x8F\n"}) {
        CAPTURE(text);
        serve_settings made;
        CHECK(read(text, made).size() == 1);
    }
}

TEST_CASE("the example file names every key with its default") {
    std::ifstream file(GAITKEEPER_EXAMPLE_CONFIG);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    serve_settings made, defaults;
    std::string open; // every key uncommented
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        const bool is_key = line.starts_with("#") && !line.starts_with("# ") &&
                            line.find(" = ") != std::string::npos;
        open += (is_key ? line.substr(1) : line) + '\n';
        at = end + 1;
    }
    const auto problems = read(open, made);
    CAPTURE(to_string(error{errc::bad_input, problems}));
    CHECK(problems.empty());
    for (const auto& one : settings_of(made)) {
        CAPTURE(one.name);
        CHECK(open.find('\n' + one.name + " = ") != std::string::npos);
    }
    CHECK(made.header_bytes == defaults.header_bytes);
    CHECK(made.sessions == defaults.sessions);
    CHECK(made.listen == defaults.listen);
    CHECK(read(text, made).empty()); // and as it stands
}

TEST_CASE("an address to listen on is a host and a port") {
    CHECK(parse_listen("127.0.0.1:0")->port == 0);
    CHECK(parse_listen("localhost:8080")->host == "127.0.0.1");
    CHECK(parse_listen("[::1]:65535")->host == "::1");
    for (const char* text : {"", "8080", ":8080", "a:", "a:x", "a:65536", "a:-1", "a:80 "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_listen(text).has_value());
    }
}

TEST_SUITE_END();
