#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

namespace gaitkeeper::program {

/// Exit codes of every command.
enum exit_code : int { done = 0, found_problems = 1, wrong_usage = 2 };

/// Flags that every command understands.
struct common_options {
    std::string content; ///< a folder or a bundle; empty for the one that comes with the program
    std::string locale;
    std::string region;
};

/// What to run once the command line is read; answers the exit code.
using action = std::function<int()>;

/// Also makes a conversation what runs without a command.
void add_repl(CLI::App& app, const common_options& common, action& run);
void add_reply(CLI::App& app, const common_options& common, action& run);
void add_explain(CLI::App& app, const common_options& common, action& run);
void add_check(CLI::App& app, const common_options& common, action& run);
void add_compile(CLI::App& app, const common_options& common, action& run);
void add_evaluate(CLI::App& app, const common_options& common, action& run);
void add_diff(CLI::App& app, const common_options& common, action& run);
void add_replay(CLI::App& app, const common_options& common, action& run);
void add_match(CLI::App& app, const common_options& common, action& run);
void add_slack(CLI::App& app, const common_options& common, action& run);
void add_serve(CLI::App& app, const common_options& common, action& run);

} // namespace gaitkeeper::program
