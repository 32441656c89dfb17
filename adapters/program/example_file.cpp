#include "example_file.hpp"

#include <string_view>

#include <simdjson.h>

#include "lines.hpp"

namespace gaitkeeper::program {
namespace {

// A line's problem in words, or nothing after adding the line to `lines`.
std::string read_example(simdjson::dom::parser& parser, const std::string& line,
                         std::vector<example_line>& lines) {
    simdjson::dom::element document;
    if (const auto failed = parser.parse(line).get(document)) {
        return simdjson::error_message(failed);
    }
    std::string_view text, intent;
    if (document["text"].get(text) != simdjson::SUCCESS) return "\"text\" is no string";
    if (document["intent"].get(intent) != simdjson::SUCCESS) return "\"intent\" is no string";
    if (intent.empty()) return "\"intent\" is empty";
    lines.push_back({std::string(text), std::string(intent)});
    return {};
}

} // namespace

result<std::vector<example_line>> read_examples(const std::vector<std::string>& paths) {
    std::vector<example_line> lines;
    std::vector<problem> problems;
    simdjson::dom::parser parser;
    for (const auto& path : paths) {
        const auto read = read_lines(path, [&](const std::string& line, std::size_t number) {
            auto what = read_example(parser, line, lines);
            if (what.empty()) return;
            problems.push_back({path, "line " + std::to_string(number), std::move(what)});
        });
        if (!read) return read.error();
    }
    if (!problems.empty()) return error{errc::bad_input, std::move(problems)};
    return lines;
}

} // namespace gaitkeeper::program
