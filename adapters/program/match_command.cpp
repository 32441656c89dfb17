#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <thread>
#include <unordered_map>

#include <unistd.h>

#include "command.hpp"
#include "content_path.hpp"
#include "example_file.hpp"
#include "gaitkeeper/matcher.hpp"
#include "match_report.hpp"

namespace gaitkeeper::program {
namespace {

using clock = std::chrono::steady_clock;

struct train_arguments {
    std::vector<std::string> examples, tune;
    std::string model;
    std::size_t threads = 0;
    bool fast = false, accurate = false, names = false, no_names = false, json = false;
};

struct test_arguments {
    std::vector<std::string> examples;
    std::string model, predictions, plot, point;
    bool json = false;
};

constexpr std::string_view out_of_scope = "oos";

std::vector<example> views_of(const std::vector<example_line>& lines) {
    std::vector<example> views;
    for (const auto& line : lines)
        views.push_back({line.text, line.intent});
    return views;
}

result<bool> write_file(const std::string& path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (file.flush()) return true;
    return error{errc::not_found, {{path, "", "cannot be written"}}};
}

result<matcher> read_model(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return error{errc::not_found, {{path, "", "cannot be read"}}};
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    auto loaded = matcher::load(std::as_bytes(std::span(bytes)));
    if (loaded) return loaded;
    auto why = loaded.error();
    for (auto& p : why.problems)
        p.file = path;
    return why;
}

// A JSON string; simdjson has already refused what is not UTF-8.
std::string json_string(std::string_view text) {
    std::string out = "\"";
    for (const auto c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof(escape), "\\u%04x", static_cast<unsigned>(c));
            out += escape;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::function<void(double)> progress_on_terminal() {
    if (isatty(STDERR_FILENO) == 0) return {};
    return [](double share) {
        std::fprintf(stderr, share < 1 ? "\r%3.0f %%" : "\r      \r", 100 * share);
    };
}

matcher_options options_from(const train_arguments& arguments) {
    matcher_options options;
    if (arguments.fast) options.kind = matcher_kind::fast;
    if (arguments.accurate) options.kind = matcher_kind::accurate;
    if (arguments.names) options.names = intent_names::use;
    if (arguments.no_names) options.names = intent_names::ignore;
    options.threads = arguments.threads != 0
                          ? arguments.threads
                          : std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
    options.progress = progress_on_terminal();
    return options;
}

result<bool> run_train(const train_arguments& arguments) {
    const auto examples = read_examples(arguments.examples);
    if (!examples) return examples.error();
    const auto tune = read_examples(arguments.tune);
    if (!tune) return tune.error();
    const auto begin = clock::now();
    const auto made =
        matcher::train(views_of(examples.value()), options_from(arguments), views_of(tune.value()));
    if (!made) return made.error();
    const std::chrono::duration<double> seconds = clock::now() - begin;
    const auto& trained = made.value();
    const auto bytes = trained.bytes();
    const auto written =
        write_file(arguments.model, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!written) return written.error();
    const auto point = trained.own_point() == operating_point::keep ? "keep" : "balanced";
    char line[256];
    std::snprintf(line, sizeof(line),
                  arguments.json ? "{\"examples\":%zu,\"intents\":%zu,\"train_seconds\":%.3f,"
                                   "\"model_bytes\":%zu,\"own_point\":\"%s\"}\n"
                                 : "examples %zu\nintents %zu\ntrain seconds %.2f\n"
                                   "model bytes %zu\nown operating point %s\n",
                  examples.value().size(), trained.intents().size(), seconds.count(), bytes.size(),
                  point);
    std::cout << line;
    return true;
}

// The answers to all messages, with the microseconds each took.
struct answers {
    std::vector<judged_message> judged;
    std::vector<std::string_view> best;
    std::vector<double> microseconds;
};

answers ask_all(const matcher& with, const std::vector<example_line>& lines) {
    std::unordered_map<std::string_view, std::uint32_t> number;
    for (const auto intent : with.intents()) {
        number.emplace(intent, static_cast<std::uint32_t>(number.size()));
    }
    matcher::scratch memory;
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 200); ++i) {
        (void)with.predict(lines[i].text, memory);
    }
    answers all;
    for (const auto& line : lines) {
        const auto begin = clock::now();
        const auto said = with.predict(line.text, memory);
        const std::chrono::duration<double, std::micro> took = clock::now() - begin;
        all.microseconds.push_back(took.count());
        // An intent that the model never met gets a number that no answer has.
        const auto truth =
            line.intent == out_of_scope
                ? outside
                : number.try_emplace(line.intent, static_cast<std::uint32_t>(number.size()))
                      .first->second;
        all.judged.push_back({truth, number.at(said.best), said.confidence});
        all.best.push_back(said.best);
    }
    return all;
}

std::string prediction_lines(const std::vector<example_line>& lines, const answers& all,
                             float threshold) {
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto confidence = all.judged[i].confidence;
        char number[32];
        std::snprintf(number, sizeof(number), "%.9g", static_cast<double>(confidence));
        out += "{\"text\": " + json_string(lines[i].text) + ", \"intent\": " +
               json_string(confidence >= threshold ? all.best[i] : out_of_scope) +
               ", \"best\": " + json_string(all.best[i]) + ", \"confidence\": " + number + "}\n";
    }
    return out;
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

result<bool> run_test(const test_arguments& arguments) {
    const auto loaded = read_model(arguments.model);
    if (!loaded) return loaded.error();
    const auto read = read_examples(arguments.examples);
    if (!read) return read.error();
    const auto& with = loaded.value();
    const auto& lines = read.value();
    if (lines.empty()) return error{errc::bad_input, {{"", "", "no examples to test on"}}};

    const auto all = ask_all(with, lines);
    auto figures = measure(all.judged, with.intents().size(), with.threshold(operating_point::keep),
                           with.threshold(operating_point::balanced));
    figures.own_is_balanced = arguments.point.empty()
                                  ? with.own_point() == operating_point::balanced
                                  : arguments.point == "balanced";
    figures.microseconds_p50 = quantile(all.microseconds, 0.5);
    figures.microseconds_p99 = quantile(all.microseconds, 0.99);
    figures.model_bytes = with.bytes().size();

    const auto& point = figures.own_is_balanced ? figures.balanced : figures.keep;
    if (!arguments.predictions.empty()) {
        const auto written =
            write_file(arguments.predictions, prediction_lines(lines, all, point.threshold));
        if (!written) return written.error();
    }
    if (!arguments.plot.empty()) {
        const auto written = write_file(arguments.plot, to_svg(figures.reliability, "in scope"));
        if (!written) return written.error();
    }
    std::cout << (arguments.json ? to_json(figures) + "\n" : to_table(figures));
    return true;
}

int exit_code_of(const result<bool>& finished) {
    if (finished) return done;
    print_problems(finished.error());
    return found_problems;
}

void add_train(CLI::App& match, action& run) {
    auto arguments = std::make_shared<train_arguments>();
    auto* command = match.add_subcommand("train", "learn a matcher from example messages");
    command->add_option("--examples", arguments->examples, R"(JSON lines {"text", "intent"})")
        ->required();
    command->add_option("-o,--output", arguments->model, "The model to write")->required();
    command->add_option("--tune", arguments->tune, "Lines that choose thresholds; not learnt");
    auto* fast = command->add_flag(
        "--fast", arguments->fast,
        "A linear model: the quickest to answer and to train, a little less accurate");
    command
        ->add_flag("--accurate", arguments->accurate,
                   "Three networks averaged: three times the size and the time")
        ->excludes(fast);
    auto* names = command->add_flag("--names", arguments->names, "Learn from intents' names");
    command->add_flag("--no-names", arguments->no_names, "Ignore intents' names")->excludes(names);
    command->add_option("--threads", arguments->threads, "1 to 4; the model is the same");
    command->add_flag("--json", arguments->json, "Figures as JSON");
    command->callback(
        [arguments, &run] { run = [arguments] { return exit_code_of(run_train(*arguments)); }; });
}

void add_test(CLI::App& match, action& run) {
    auto arguments = std::make_shared<test_arguments>();
    auto* command = match.add_subcommand("test", "measure a matcher on messages it has not seen");
    command->add_option("--model", arguments->model, "What train wrote")->required();
    command->add_option("--examples", arguments->examples, R"(JSON lines {"text", "intent"})")
        ->required();
    command->add_option("--predictions", arguments->predictions, "JSON lines to write");
    command->add_option("--plot", arguments->plot, "A reliability picture (SVG) to write");
    command->add_option("--point", arguments->point, "keep or balanced in place of its own")
        ->check(CLI::IsMember({"keep", "balanced"}));
    command->add_flag("--json", arguments->json, "Figures as JSON");
    command->callback(
        [arguments, &run] { run = [arguments] { return exit_code_of(run_test(*arguments)); }; });
}

} // namespace

void add_match(CLI::App& app, const common_options&, action& run) {
    auto* match = app.add_subcommand("match", "the matcher alone, on any set of intents");
    match->require_subcommand(1);
    match->fallthrough();
    add_train(*match, run);
    add_test(*match, run);
}

} // namespace gaitkeeper::program
