// One reply as every other program gets it, one as a person at a terminal does.
#include <iostream>

#include <gaitkeeper/gaitkeeper.hpp>
#include <gaitkeeper/repl/line_editor.hpp>
#include <gaitkeeper/repl/session.hpp>
#include <gaitkeeper/wire/reply_json.hpp>

int main(int, char** argv) {
    const auto engine = gaitkeeper::engine::load(argv[1]).value();
    gaitkeeper::conversation talk;
    const auto reply =
        engine.respond(talk, {.text = "my knee hurts", .locale = "en", .region = ""});
    const auto json = gaitkeeper::wire::to_object(reply);

    gaitkeeper::repl::session session(engine, "en", "", {});
    const gaitkeeper::repl::line_editor editor(
        [&](auto line) { return session.completions(line); });
    const auto shown = session.take("my knee hurts");

    std::cout << json.at("text").as_string() << "\n\n" << shown;
    return json.at("text").as_string().empty() || shown.empty() ? 1 : 0;
}
