#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>

#include <boost/json/parse.hpp>

#include "run_program.hpp"

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// What every file of a kind must reach, whatever its language; `alarm` is a share of false alarms.
struct demand {
    const char* file;
    std::map<std::string, double> at_least;
    double alarm_at_most;
};

const demand demands[] = {
    {"flags.jsonl", {{"recall", 0.97}}, 0.03},
    {"topics.jsonl", {{"lead", 0.88}, {"cover", 0.80}, {"avoid", 0.95}, {"scope", 0.92}}, 0.03},
};

gaitkeeper::test::program_result evaluate(const fs::path& file, const char* how) {
    return gaitkeeper::test::run_program(
        GAITKEEPER_PROGRAM,
        {"evaluate", "--content", GAITKEEPER_SHIPPED_BUNDLE, how, file.string()});
}

std::set<fs::path> case_files() {
    std::set<fs::path> files;
    const fs::path folder(GAITKEEPER_ROOT "/tests/cases");
    if (!fs::exists(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".jsonl") files.insert(entry.path());
    }
    return files;
}

} // namespace

TEST_SUITE_BEGIN("content.cases");

TEST_CASE("the cases of every language reach what their kind demands") {
    for (const auto& file : case_files()) {
        CAPTURE(file.string());
        const auto* wanted = std::ranges::find_if(
            demands, [&](const demand& d) { return file.filename() == d.file; });
        REQUIRE_MESSAGE(wanted != std::end(demands),
                        "a case file is called flags.jsonl or topics.jsonl");
        const auto run = evaluate(file, "--json");
        REQUIRE_MESSAGE(run.code == 0, run.err);
        const auto figures = json::parse(run.out).at("all").as_object();
        const auto share = [&](const std::string& column) {
            return figures.at(column).at("share").to_number<double>();
        };
        const auto count = [&](const std::string& column) {
            return figures.at(column).at("of").to_number<int>();
        };

        bool good = share("alarm") <= wanted->alarm_at_most;
        for (const auto& [column, least] : wanted->at_least)
            good = good && (count(column) == 0 || share(column) >= least);
        const auto shown = evaluate(file, "--misses").out;
        MESSAGE(shown.substr(0, good ? shown.find("\nwanted") : shown.size()));
        CHECK(good);
    }
}

TEST_SUITE_END();
