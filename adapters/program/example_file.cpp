#include "example_file.hpp"

#include <fstream>
#include <string_view>

#include <simdjson.h>

namespace gaitkeeper::program {
namespace {

// A line's problem in words, or nothing after adding the line to `lines`.
std::string read_line(simdjson::dom::parser& parser, const std::string& line,
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
        std::ifstream file(path, std::ios::binary);
        if (!file) return error{errc::not_found, {{path, "", "cannot be read"}}};
        std::string line;
        for (std::size_t number = 1; std::getline(file, line); ++number) {
            if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
            auto what = read_line(parser, line, lines);
            if (what.empty()) continue;
            problems.push_back({path, "line " + std::to_string(number), std::move(what)});
        }
        if (file.bad()) return error{errc::not_found, {{path, "", "cannot be read"}}};
    }
    if (!problems.empty()) return error{errc::bad_input, std::move(problems)};
    return lines;
}

} // namespace gaitkeeper::program
