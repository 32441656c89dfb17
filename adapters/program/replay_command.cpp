#include <iostream>

#include <boost/json/serialize.hpp>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/wire/record_json.hpp"
#include "gaitkeeper/wire/reply_json.hpp"
#include "lines.hpp"
#include "named_talks.hpp"

namespace gaitkeeper::program {
namespace {

namespace json = boost::json;

// How today's answer to a recorded request differs from the one on record: by every byte where the
// same content answers, by what a person would notice where another one does.
std::vector<std::string> differences(const wire::recorded_request& recorded,
                                     const json::object& now) {
    const auto& receipt = now.at("receipt").as_object();
    if (!recorded.reply) {
        return recorded.receipt == receipt ? std::vector<std::string>{}
                                           : std::vector<std::string>{"receipt"};
    }
    if (recorded.receipt.if_contains("content") == nullptr ||
        recorded.receipt.at("content") != receipt.at("content")) {
        return wire::noticeable_differences(*recorded.reply, now);
    }
    if (json::serialize(*recorded.reply) == json::serialize(now)) return {};
    auto differing = wire::noticeable_differences(*recorded.reply, now);
    if (differing.empty()) differing.emplace_back("confidence");
    return differing;
}

int replay(const common_options& common, const std::vector<std::string>& files) {
    const auto loaded = load_content(common.content);
    if (!loaded) return print_problems(loaded.error()), found_problems;
    named_talks talks;
    std::size_t all = 0, other_content = 0, differ = 0;
    bool good = true;
    for (const auto& file : files) {
        good &= each_line(
            file, [&](const std::string& line, std::size_t number) -> std::optional<error> {
                const auto recorded = wire::parse_record(line);
                if (!recorded) return recorded.error();
                const auto& said = recorded->said;
                const auto now = wire::to_object(loaded->respond(
                    talks.find(said.conversation), {said.text, said.locale, said.region}));
                ++all;
                const auto* content = recorded->receipt.if_contains("content");
                other_content +=
                    content == nullptr || *content != json::value(loaded->content_hash()) ? 1U : 0U;
                const auto differing = differences(*recorded, now);
                if (differing.empty()) return std::nullopt;
                ++differ;
                std::cout << file << ": line " << number << ':';
                for (const auto& what : differing)
                    std::cout << ' ' << what;
                if (recorded->reply) {
                    std::cout << " (" << wire::topic_ids(*recorded->reply) << " -> "
                              << wire::topic_ids(now) << ')';
                }
                std::cout << '\n';
                return std::nullopt;
            });
    }
    std::cout << all << " replayed, " << differ << " differ";
    if (other_content > 0) std::cout << ", " << other_content << " recorded by another content";
    std::cout << '\n';
    return good && differ == 0 ? done : found_problems;
}

} // namespace

void add_replay(CLI::App& app, const common_options& common, action& run) {
    auto* command =
        app.add_subcommand("replay", "answer recorded requests again and say which differ");
    auto files = std::make_shared<std::vector<std::string>>();
    command
        ->add_option(
            "RECEIPTS", *files,
            R"(what reply --jsonl --record wrote: message objects with "reply" or "receipt")")
        ->required();
    command->callback(
        [&common, &run, files] { run = [&common, files] { return replay(common, *files); }; });
}

} // namespace gaitkeeper::program
