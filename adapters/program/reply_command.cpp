#include <fstream>
#include <iostream>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/wire/message_json.hpp"
#include "gaitkeeper/wire/record_json.hpp"
#include "gaitkeeper/wire/reply_json.hpp"
#include "lines.hpp"
#include "named_talks.hpp"

namespace gaitkeeper::program {
namespace {

// A reply's text on one line: what reads lines wants lines.
std::string on_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c != '\n')
            line += c;
        else if (!line.ends_with(' '))
            line += ' ';
    }
    return line;
}

int reply_to_lines(const engine& with, const common_options& common) {
    std::string line;
    while (read_line(std::cin, line)) {
        conversation talk;
        const auto answer = with.respond(talk, {line, common.locale, common.region});
        std::cout << on_one_line(answer.text) << '\n' << std::flush;
    }
    return done;
}

// Answers objects; with a `record` to write to, also keeps what was asked and answered.
int reply_to_json(const engine& with, const common_options& common, std::ostream* record) {
    named_talks talks;
    std::string line;
    int code = done;
    for (std::size_t number = 1; read_line(std::cin, line); ++number) {
        auto said = wire::parse_message(line);
        if (!said) {
            std::cout << wire::error_line(said.error(), number) << '\n' << std::flush;
            code = found_problems;
            continue;
        }
        if (said->locale.empty()) said->locale = common.locale;
        if (said->region.empty()) said->region = common.region;
        const auto answer =
            with.respond(talks.find(said->conversation), {said->text, said->locale, said->region});
        std::cout << wire::to_json(answer) << '\n' << std::flush;
        if (record != nullptr) *record << wire::record_line(*said, answer) << '\n' << std::flush;
    }
    return code;
}

int reply(const common_options& common, bool as_json, const std::string& record_file) {
    const auto loaded = load_content(common.content);
    if (!loaded) return print_problems(loaded.error()), found_problems;
    if (!as_json) return reply_to_lines(*loaded, common);
    if (record_file.empty()) return reply_to_json(*loaded, common, nullptr);
    std::ofstream record(record_file, std::ios::app);
    const auto code =
        record ? reply_to_json(*loaded, common, &record) : static_cast<int>(found_problems);
    if (!record) {
        std::cerr << record_file << ": cannot be written\n";
        return found_problems;
    }
    return code;
}

} // namespace

void add_reply(CLI::App& app, const common_options& common, action& run) {
    auto* command =
        app.add_subcommand("reply", "answer messages from stdin, one a line, on stdout");
    auto as_json = std::make_shared<bool>(false);
    command->add_flag(
        "--jsonl", *as_json,
        R"(lines are {"text", "locale"?, "region"?, "conversation"?}, answers reply objects)");
    auto record = std::make_shared<std::string>();
    command
        ->add_option("--record", *record,
                     "append what was asked and answered to this file, for replay")
        ->needs("--jsonl");
    command->callback([&common, &run, as_json, record] {
        run = [&common, as_json, record] { return reply(common, *as_json, *record); };
    });
}

} // namespace gaitkeeper::program
