#include <algorithm>
#include <fstream>
#include <iomanip>
#include <iostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "command.hpp"
#include "content_path.hpp"
#include "evaluation.hpp"
#include "figures.hpp"
#include "lines.hpp"

namespace gaitkeeper::program {
namespace {

namespace json = boost::json;

struct evaluate_options {
    std::vector<std::string> files;
    std::string by;
    std::string plot;
    bool as_json = false;
    bool misses = false;
};

bool read_cases(const std::vector<std::string>& files, std::vector<wire::evaluation_case>& cases) {
    bool good = true;
    for (const auto& file : files) {
        good &= each_line(file, [&](const std::string& line, std::size_t) -> std::optional<error> {
            auto one = wire::parse_case(line);
            if (!one) return one.error();
            cases.push_back(std::move(*one));
            return std::nullopt;
        });
    }
    return good;
}

constexpr std::pair<const char*, figure figures::*> columns[] = {
    {"lead", &figures::lead},   {"cover", &figures::cover},   {"avoid", &figures::avoid},
    {"scope", &figures::scope}, {"recall", &figures::recall}, {"alarm", &figures::alarm},
};

json::object to_json(const figures& f) {
    json::object made;
    for (const auto& [column, member] : columns) {
        const auto& one = f.*member;
        made[column] = json::object{{"share", one.share()}, {"hits", one.hits}, {"of", one.of}};
    }
    return made;
}

void print_row(const std::string& title, const figures& f, std::size_t width) {
    std::cout << std::left << std::setw(static_cast<int>(width)) << title << std::right;
    for (const auto& [column, member] : columns) {
        const auto& one = f.*member;
        if (one.of == 0)
            std::cout << std::setw(16) << '-';
        else
            std::cout << std::setw(7) << std::fixed << std::setprecision(3) << one.share()
                      << std::setw(9)
                      << ('(' + std::to_string(one.hits) + '/' + std::to_string(one.of) + ')');
    }
    std::cout << '\n';
}

void print(const evaluation& e, bool misses) {
    std::size_t width = 8;
    for (const auto& [title, f] : e.by)
        width = std::max(width, title.size() + 2);
    std::cout << std::setw(static_cast<int>(width)) << "";
    for (const auto& [column, member] : columns)
        std::cout << std::setw(16) << column;
    std::cout << '\n';
    for (const auto& [title, f] : e.by)
        print_row(title, f, width);
    print_row("all", e.all, width);
    if (!e.confused.empty()) std::cout << "\nwanted, got instead, how often\n";
    std::vector<std::pair<std::size_t, std::pair<std::string, std::string>>> order;
    for (const auto& [pair, count] : e.confused)
        order.emplace_back(count, pair);
    std::ranges::stable_sort(order, std::greater{}, [](const auto& o) { return o.first; });
    for (const auto& [count, pair] : order)
        std::cout << "  " << pair.first << ", " << pair.second << ", " << count << '\n';
    if (!e.leads.empty()) {
        std::cout << "\nanswering only from a confidence on\nfrom    answered   wrong\n";
        for (const auto& row : by_threshold(e.leads)) {
            std::cout << fixed(row.threshold, 1) << padded_left(fixed(row.answered, 3), 13)
                      << padded_left(fixed(row.error, 3), 8) << '\n';
        }
        std::cout << '\n' << to_table(reliability(e.leads), "right");
    }
    if (!misses) return;
    std::cout << '\n';
    for (const auto& m : e.misses)
        std::cout << m.id << " | " << m.what << " | " << m.text << '\n';
}

json::object to_json(const evaluation& e) {
    json::object made{{"all", to_json(e.all)}};
    json::object by;
    for (const auto& [title, f] : e.by)
        by[title] = to_json(f);
    if (!by.empty()) made["by"] = by;
    json::array confused, misses;
    for (const auto& [pair, count] : e.confused) {
        confused.push_back(
            json::object{{"wanted", pair.first}, {"got", pair.second}, {"count", count}});
    }
    for (const auto& m : e.misses)
        misses.push_back(json::object{{"id", m.id}, {"what", m.what}});
    json::array bins, thresholds;
    for (const auto& bin : reliability(e.leads)) {
        bins.push_back(json::object{{"low", bin.low},
                                    {"high", bin.high},
                                    {"messages", bin.outcomes},
                                    {"mean_confidence", bin.mean_confidence},
                                    {"right", bin.came_true}});
    }
    for (const auto& row : by_threshold(e.leads)) {
        thresholds.push_back(json::object{
            {"threshold", row.threshold}, {"answered", row.answered}, {"error", row.error}});
    }
    made["reliability"] = bins;
    made["by_threshold"] = thresholds;
    made["confused"] = confused;
    made["misses"] = misses;
    return made;
}

int run_evaluation(const common_options& common, const evaluate_options& options) {
    std::vector<wire::evaluation_case> cases;
    const bool good = read_cases(options.files, cases);
    const auto loaded = load_content(common.content);
    if (!loaded) return print_problems(loaded.error()), found_problems;
    const auto by = options.by == "locale"
                        ? grouping::locale
                        : (options.by == "topic" ? grouping::topic : grouping::none);
    const auto result = evaluate(*loaded, cases, by);
    if (options.as_json)
        std::cout << json::serialize(to_json(result)) << '\n';
    else
        print(result, options.misses);
    if (!options.plot.empty()) {
        std::ofstream picture(options.plot);
        picture << to_svg(reliability(result.leads), "right");
        if (!picture.flush()) {
            std::cerr << options.plot << ": cannot be written\n";
            return found_problems;
        }
    }
    return good ? done : found_problems;
}

} // namespace

void add_evaluate(CLI::App& app, const common_options& common, action& run) {
    auto* command = app.add_subcommand("evaluate", "how well labelled messages are answered");
    auto options = std::make_shared<evaluate_options>();
    command->add_option("CASES", options->files, "files of cases, one JSON object a line")
        ->required();
    command->add_flag("--json", options->as_json, "figures as JSON");
    command->add_flag("--misses", options->misses, "also list every case that went wrong");
    command->add_option("--plot", options->plot, "a reliability picture (SVG) to write");
    command->add_option("--by", options->by, "a row for each locale or topic")
        ->check(CLI::IsMember({"locale", "topic"}));
    command->callback([&common, &run, options] {
        run = [&common, options] { return run_evaluation(common, *options); };
    });
}

} // namespace gaitkeeper::program
