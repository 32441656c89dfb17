#include <chrono>
#include <ctime>
#include <iostream>

#include "command.hpp"
#include "content_path.hpp"
#include "figures.hpp"

namespace gaitkeeper::program {
namespace {

std::string today() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm date{};
    gmtime_r(&now, &date);
    char text[16];
    const auto length = std::strftime(text, sizeof text, "%Y-%m-%d", &date);
    return {text, length};
}

std::string of(std::size_t part, std::size_t whole) {
    return std::to_string(part) + '/' + std::to_string(whole);
}

// A row for each locale: what it has of what the default one has.
void print_cards(const std::vector<locale_card>& cards) {
    std::cout << "locale     messages  concepts  patterns  examples  unrelated  fewest examples\n";
    for (const auto& c : cards) {
        const auto messages = of(c.messages, c.messages_wanted);
        std::cout << c.locale
                  << padded_left(messages, 19 - std::min<std::size_t>(c.locale.size(), 11))
                  << padded_left(of(c.concepts, c.concepts_wanted), 10)
                  << padded_left(std::to_string(c.patterns), 10)
                  << padded_left(std::to_string(c.examples), 10)
                  << padded_left(std::to_string(c.unrelated), 11) << "  " << c.fewest << " of "
                  << c.fewest_topic << '\n';
    }
}

} // namespace

void add_check(CLI::App& app, const common_options& common, action& run) {
    auto* command = app.add_subcommand("check", "every problem of a content folder at once");
    auto folder = std::make_shared<std::string>();
    command->add_option("PATH", *folder, "a folder with intents and locales");
    command->callback([&common, &run, folder] {
        run = [&common, folder] {
            const auto path = content_path(folder->empty() ? common.content : *folder);
            if (!std::filesystem::is_directory(path)) {
                // A bundle was checked when it was compiled; that it opens is all there is to see.
                const auto opened = engine::load(path);
                if (!opened)
                    return print_problems(opened.error()), static_cast<int>(found_problems);
                std::cout << "no problems\n";
                return static_cast<int>(done);
            }
            const auto files = read_content(path);
            if (!files) return print_problems(files.error()), static_cast<int>(found_problems);
            const auto problems = check(*files, {.today = today()});
            for (const auto& p : problems)
                std::cerr << to_string(p) << '\n';
            print_cards(survey(*files));
            if (problems.empty()) std::cout << "no problems\n";
            return static_cast<int>(problems.empty() ? done : found_problems);
        };
    });
}

} // namespace gaitkeeper::program
