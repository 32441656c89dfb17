#include <iostream>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/wire/record_json.hpp"
#include "gaitkeeper/wire/reply_json.hpp"
#include "lines.hpp"
#include "named_talks.hpp"

namespace gaitkeeper::program {
namespace {

namespace json = boost::json;

struct diff_options {
    std::string before, after;
    std::vector<std::string> files;
    bool as_json = false;
    bool exit_code = false;
};

struct changed_answer {
    std::string place, locale, text;
    std::vector<std::string> what; ///< members of the reply that differ
    json::object before, after;
};

struct tally {
    std::size_t messages = 0, changed = 0;
};

struct comparison {
    std::map<std::string, tally> by_locale;
    std::vector<changed_answer> changes;
    bool good = true; ///< every line could be read
};

comparison compare(const engine& before, const engine& after, const common_options& common,
                   const std::vector<std::string>& files) {
    comparison result;
    named_talks before_talks, after_talks;
    const auto answer = [&](const engine& with, named_talks& talks,
                            const wire::incoming_message& said) {
        return wire::to_object(
            with.respond(talks.find(said.conversation), {said.text, said.locale, said.region}));
    };
    for (const auto& file : files) {
        result.good &= each_line(
            file, [&](const std::string& line, std::size_t number) -> std::optional<error> {
                auto said = wire::parse_message(line);
                if (!said) return said.error();
                if (said->locale.empty()) said->locale = common.locale;
                if (said->region.empty()) said->region = common.region;
                auto old_reply = answer(before, before_talks, *said);
                auto new_reply = answer(after, after_talks, *said);
                const auto locale = json::value_to<std::string>(new_reply.at("locale"));
                auto& count = result.by_locale[locale];
                ++count.messages;
                auto what = wire::noticeable_differences(old_reply, new_reply);
                if (what.empty()) return std::nullopt;
                ++count.changed;
                result.changes.push_back({file + ": line " + std::to_string(number), locale,
                                          std::move(said->text), std::move(what),
                                          std::move(old_reply), std::move(new_reply)});
                return std::nullopt;
            });
    }
    return result;
}

std::string triage_of(const json::object& reply) {
    return json::value_to<std::string>(reply.at("triage"));
}

void print(const comparison& c) {
    for (const auto& [locale, count] : c.by_locale) {
        std::cout << locale << ": " << count.changed << " of " << count.messages
                  << " answered differently\n";
    }
    for (const auto& change : c.changes) {
        std::cout << '\n' << change.place << " [" << change.locale << "] " << change.text << "\n ";
        for (const auto& what : change.what) {
            std::cout << ' ' << what;
            if (what == "topics") {
                std::cout << " (" << wire::topic_ids(change.before) << " -> "
                          << wire::topic_ids(change.after) << ')';
            } else if (what == "triage") {
                std::cout << " (" << triage_of(change.before) << " -> " << triage_of(change.after)
                          << ')';
            }
        }
        std::cout << '\n';
    }
}

std::string to_json(const comparison& c) {
    json::object locales;
    for (const auto& [locale, count] : c.by_locale) {
        locales[locale] = json::object{{"messages", count.messages}, {"changed", count.changed}};
    }
    json::array changes;
    for (const auto& change : c.changes) {
        json::array what;
        for (const auto& one : change.what)
            what.emplace_back(one);
        changes.push_back(json::object{{"place", change.place},
                                       {"locale", change.locale},
                                       {"text", change.text},
                                       {"what", what},
                                       {"before", change.before},
                                       {"after", change.after}});
    }
    return json::serialize(json::object{{"locales", locales}, {"changes", changes}});
}

int diff(const common_options& common, const diff_options& options) {
    const auto before = load_content(options.before);
    if (!before) print_problems(before.error());
    const auto after = load_content(options.after);
    if (!after) print_problems(after.error());
    if (!before || !after) return found_problems;
    const auto result = compare(*before, *after, common, options.files);
    if (options.as_json)
        std::cout << to_json(result) << '\n';
    else
        print(result);
    return !result.good || (options.exit_code && !result.changes.empty()) ? found_problems : done;
}

} // namespace

void add_diff(CLI::App& app, const common_options& common, action& run) {
    auto* command =
        app.add_subcommand("diff", "which messages two versions of the content answer differently");
    auto options = std::make_shared<diff_options>();
    command->add_option("OLD", options->before, "a content folder or bundle")->required();
    command->add_option("NEW", options->after, "another")->required();
    command->add_option("--on", options->files, "message objects, one a line; cases will do")
        ->required();
    command->add_flag("--json", options->as_json, "the changed answers whole, as JSON");
    command->add_flag("--exit-code", options->exit_code, "exit with 1 when an answer differs");
    command->callback(
        [&common, &run, options] { run = [&common, options] { return diff(common, *options); }; });
}

} // namespace gaitkeeper::program
