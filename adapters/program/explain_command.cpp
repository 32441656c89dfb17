#include <iostream>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/repl/why.hpp"
#include "gaitkeeper/wire/reply_json.hpp"

namespace gaitkeeper::program {
namespace {

constexpr std::size_t width = 80; // of what is not told to a terminal of known size

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
            if (*as_json)
                std::cout << wire::to_json(tree) << '\n';
            else
                std::cout << repl::tell_why(*loaded, tree.value, tree, width);
            return static_cast<int>(done);
        };
    });
}

} // namespace gaitkeeper::program
