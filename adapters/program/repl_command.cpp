#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/repl/line_editor.hpp"
#include "gaitkeeper/repl/session.hpp"
#include "lines.hpp"

namespace gaitkeeper::program {
namespace {

constexpr std::size_t widest = 100; // longer lines are hard to read

std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 78;
    return std::min<std::size_t>(size.ws_col, widest);
}

// The environment's language (LC_ALL, LC_MESSAGES, LANG) as a BCP 47 tag: "es_MX.UTF-8" → "es-MX".
std::string locale_of_environment() {
    for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        std::string tag(value);
        tag = tag.substr(0, tag.find_first_of(".@"));
        std::ranges::replace(tag, '_', '-');
        return tag == "C" || tag == "POSIX" ? std::string{} : tag;
    }
    return {};
}

int talk_at_terminal(repl::session& talk, const std::string& history) {
    std::setlocale(LC_CTYPE, ""); // libedit counts columns by it
    std::cout << talk.welcome() << "\n\n" << std::flush;
    repl::line_editor editor([&](std::string_view line) { return talk.completions(line); },
                             history);
    while (!talk.is_over()) {
        const auto line = editor.read(talk.prompt());
        if (!line) {
            std::cout << '\n';
            break;
        }
        talk.set_width(terminal_width());
        std::cout << '\n' << talk.take(*line) << '\n' << std::flush;
    }
    return done;
}

int talk_in_pipe(repl::session& talk) {
    std::string line;
    while (!talk.is_over() && read_line(std::cin, line)) {
        std::cout << talk.take(line) << '\n' << std::flush;
    }
    return done;
}

int converse(const common_options& common, const std::string& history) {
    const auto loaded = load_content(common.content);
    if (!loaded) return print_problems(loaded.error()), found_problems;
    const bool terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
    const char* no_colour = std::getenv("NO_COLOR");
    const repl::style look{.width = terminal ? terminal_width() : 78,
                           .colour = terminal && (no_colour == nullptr || *no_colour == '\0')};
    repl::session talk(*loaded, common.locale.empty() ? locale_of_environment() : common.locale,
                       common.region, look);
    return terminal ? talk_at_terminal(talk, history) : talk_in_pipe(talk);
}

} // namespace

void add_repl(CLI::App& app, const common_options& common, action& run) {
    auto* command =
        app.add_subcommand("repl", "a conversation at the terminal; without a command, too");
    auto history = std::make_shared<std::string>();
    command->add_option("--history", *history,
                        "keep what is typed in this file; by default nothing is kept");
    run = [&common] { return converse(common, {}); };
    command->callback([&common, &run, history] {
        run = [&common, history] { return converse(common, *history); };
    });
}

} // namespace gaitkeeper::program
