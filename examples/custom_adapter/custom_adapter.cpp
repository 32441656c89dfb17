// A new front end in forty lines: text messages. A line "NUMBER TEXT" comes in from the gateway,
// lines "NUMBER PART" go out. The protocol is a plain function, the loop below it only moves lines.
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <gaitkeeper/gaitkeeper.hpp>

namespace {

/// Everybody who writes, with the little that is remembered of them.
using people = std::map<std::string, gaitkeeper::conversation, std::less<>>;

/// One incoming line to the lines that answer it.
std::vector<std::string> on_line(const gaitkeeper::engine& engine, people& known,
                                 const std::string& line) {
    const auto gap = line.find(' ');
    const auto number = line.substr(0, gap);
    const auto text = gap == std::string::npos ? std::string{} : line.substr(gap + 1);
    const auto reply =
        engine.respond(known[number], {.text = text, .locale = "en", .region = "GB"});

    std::vector<std::string> parts;
    for (const auto& block : reply.blocks) {
        const bool urgent = block.kind == gaitkeeper::block_kind::emergency;
        parts.push_back(number + (urgent ? " !! " : " ") + block.text);
    }
    return parts;
}

} // namespace

int main(int argc, char** argv) try {
    const auto engine = gaitkeeper::engine::load(argc > 1 ? argv[1] : "content.gkb").value();
    people known;
    for (std::string line; std::getline(std::cin, line);) {
        for (const auto& part : on_line(engine, known, line))
            std::cout << part << std::endl;
    }
} catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
