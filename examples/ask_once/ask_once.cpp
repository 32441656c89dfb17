// One question, one answer: ask_once content.gkb "my knee hurts when I run"
#include <iostream>

#include <gaitkeeper/gaitkeeper.hpp>

int main(int argc, char** argv) try {
    const std::string bundle = argc > 1 ? argv[1] : "content.gkb";
    const std::string question = argc > 2 ? argv[2] : "my knee hurts when I run";

    const auto engine = gaitkeeper::engine::load(bundle).value();
    gaitkeeper::conversation talk;
    const auto reply = engine.respond(talk, {.text = question, .locale = "en", .region = "GB"});

    std::cout << reply.text << '\n';
} catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
