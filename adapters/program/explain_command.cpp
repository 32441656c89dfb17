#include <iomanip>
#include <iostream>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/wire/reply_json.hpp"

namespace gaitkeeper::program {
namespace {

void print_tree(const explanation& e, int depth) {
    std::cout << std::string(static_cast<std::size_t>(depth) * 2, ' ') << e.what;
    if (!e.value.empty()) std::cout << ": " << e.value;
    if (e.score != 0) std::cout << "  (" << std::fixed << std::setprecision(3) << e.score << ')';
    std::cout << '\n';
    for (const auto& part : e.parts) print_tree(part, depth + 1);
}

} // namespace

void add_explain(CLI::App& app, const common_options& common, action& run) {
    auto* command = app.add_subcommand("explain", "why a message would be answered as it is");
    auto text = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    command->add_option("TEXT", *text, "the message")->required();
    command->add_flag("--json", *as_json, "the whole tree as JSON");
    command->callback([&common, &run, text, as_json] {
        run = [&common, text, as_json] {
            const auto loaded = load_content(common.content);
            if (!loaded) return print_problems(loaded.error()), static_cast<int>(found_problems);
            const auto tree = loaded->explain({}, {*text, common.locale, common.region});
            if (*as_json) std::cout << wire::to_json(tree) << '\n';
            else print_tree(tree, 0);
            return static_cast<int>(done);
        };
    });
}

} // namespace gaitkeeper::program
