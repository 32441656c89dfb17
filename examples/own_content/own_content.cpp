// The matcher on a set of your own: own_content library.jsonl, then a message a line on stdin.
// Each line of the file is {"text": …, "intent": …}; "oos" marks what is none of our business.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include <gaitkeeper/matcher.hpp>

namespace {

struct row {
    std::string text, intent;
};

std::vector<row> read_rows(std::istream& in) {
    std::vector<row> rows;
    for (std::string line; std::getline(in, line);) {
        const auto value = boost::json::parse(line);
        rows.push_back({boost::json::value_to<std::string>(value.at("text")),
                        boost::json::value_to<std::string>(value.at("intent"))});
    }
    return rows;
}

} // namespace

int main(int argc, char** argv) try {
    std::ifstream file(argc > 1 ? argv[1] : "library.jsonl");
    const auto rows = read_rows(file);
    std::vector<gaitkeeper::example> examples; // views into the rows
    examples.reserve(rows.size());
    for (const auto& r : rows)
        examples.push_back({r.text, r.intent});

    const auto trained = gaitkeeper::matcher::train(examples).value();
    // trained.bytes() can be stored; load() gives the same matcher back without training.
    const auto matcher = gaitkeeper::matcher::load(trained.bytes()).value();

    gaitkeeper::matcher::scratch memory; // one a thread
    for (std::string line; std::getline(std::cin, line);) {
        const auto found = matcher.predict(line, memory);
        std::cout << (found.in_scope ? found.best : "(none of ours)") << '\t' << found.confidence
                  << '\t' << line << '\n';
    }
} catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
