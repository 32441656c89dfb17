#include <iostream>
#include <deque>
#include <map>

#include "command.hpp"
#include "content_path.hpp"
#include "lines.hpp"
#include "gaitkeeper/wire/message_json.hpp"
#include "gaitkeeper/wire/reply_json.hpp"

namespace gaitkeeper::program {
namespace {

// A reply's text on one line: what reads lines wants lines.
std::string on_one_line(std::string text) {
    std::string line;
    for (const char c : text) {
        if (c != '\n') line += c;
        else if (!line.ends_with(' ')) line += ' ';
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

// The conversations that lines have named, the oldest forgotten when there are too many.
class named_talks {
public:
    conversation& find(const std::string& name) {
        const auto [at, fresh] = talks_.try_emplace(name);
        if (fresh) {
            order_.push_back(name);
            if (order_.size() > most) {
                talks_.erase(order_.front());
                order_.pop_front();
            }
        }
        return at->second;
    }

private:
    static constexpr std::size_t most = 10'000;
    std::map<std::string, conversation> talks_;
    std::deque<std::string> order_;
};

int reply_to_json(const engine& with, const common_options& common) {
    named_talks talks;
    std::string line;
    int code = done;
    for (std::size_t number = 1; read_line(std::cin, line); ++number) {
        const auto said = wire::parse_message(line);
        if (!said) {
            std::cout << wire::error_line(said.error(), number) << '\n' << std::flush;
            code = found_problems;
            continue;
        }
        conversation alone;
        auto& talk = said->conversation.empty() ? alone : talks.find(said->conversation);
        const auto& locale = said->locale.empty() ? common.locale : said->locale;
        const auto& region = said->region.empty() ? common.region : said->region;
        std::cout << wire::to_json(with.respond(talk, {said->text, locale, region})) << '\n' << std::flush;
    }
    return code;
}

} // namespace

void add_reply(CLI::App& app, const common_options& common, action& run) {
    auto* command = app.add_subcommand("reply", "answer messages from stdin, one a line, on stdout");
    auto as_json = std::make_shared<bool>(false);
    command->add_flag("--jsonl", *as_json,
                      "lines are {\"text\", \"locale\"?, \"region\"?, \"conversation\"?}, answers reply objects");
    command->callback([&common, &run, as_json] {
        run = [&common, as_json] {
            const auto loaded = load_content(common.content);
            if (!loaded) return print_problems(loaded.error()), static_cast<int>(found_problems);
            return *as_json ? reply_to_json(*loaded, common) : reply_to_lines(*loaded, common);
        };
    });
}

} // namespace gaitkeeper::program
