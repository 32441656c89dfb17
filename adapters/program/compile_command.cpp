#include <fstream>
#include <iostream>
#include <thread>

#include "command.hpp"
#include "content_path.hpp"
#include "progress.hpp"

namespace gaitkeeper::program {
namespace {

int compile_folder(const std::string& folder, const std::string& file) {
    const auto files = read_content(folder);
    if (!files) return print_problems(files.error()), found_problems;
    compile_options options;
    options.threads = std::max(1U, std::thread::hardware_concurrency());
    progress_line line;
    options.progress = [&](std::string_view stage, double share) { line.show(stage, share); };
    const auto bundle = compile(*files, options);
    line.clear();
    if (!bundle) return print_problems(bundle.error()), found_problems;
    // A running program may have the old file mapped: put the new one in its place whole.
    const auto fresh = file + ".new";
    std::ofstream out(fresh, std::ios::binary);
    out.write(bundle->data(), static_cast<std::streamsize>(bundle->size()));
    out.close();
    std::error_code failed;
    if (out) std::filesystem::rename(fresh, file, failed);
    if (!out || failed) {
        std::cerr << file << ": cannot be written\n";
        return found_problems;
    }
    return done;
}

} // namespace

void add_compile(CLI::App& app, const common_options&, action& run) {
    auto* command = app.add_subcommand("compile", "a content folder into one bundle, ready to map");
    auto folder = std::make_shared<std::string>();
    auto file = std::make_shared<std::string>();
    command->add_option("PATH", *folder, "a folder with intents and locales")->required();
    command->add_option("-o,--output", *file, "the bundle to write")->required();
    command->callback(
        [&run, folder, file] { run = [folder, file] { return compile_folder(*folder, *file); }; });
}

} // namespace gaitkeeper::program
