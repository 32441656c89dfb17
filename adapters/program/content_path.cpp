#include "content_path.hpp"

#include <cstdlib>
#include <iostream>
#include <thread>

#include "progress.hpp"

namespace gaitkeeper::program {
namespace {

namespace fs = std::filesystem;

fs::path beside_program() {
    std::error_code failed;
    const auto folder = fs::read_symlink("/proc/self/exe", failed).parent_path();
    auto installed = (folder / GAITKEEPER_INSTALLED_DATA / "content.gkb").lexically_normal();
    if (fs::exists(installed, failed)) return installed;
    return (folder / GAITKEEPER_BUILT_DATA / "content.gkb").lexically_normal();
}

} // namespace

fs::path content_path(const std::string& given) {
    if (!given.empty()) return given;
    if (const char* named = std::getenv("GAITKEEPER_CONTENT"); named != nullptr && *named != '\0')
        return named;
    return beside_program();
}

result<engine> load_content(const std::string& given) {
    const auto path = content_path(given);
    if (!fs::is_directory(path)) return engine::load(path);
    const auto files = read_content(path);
    if (!files) return files.error();
    progress_line line;
    compile_options options;
    options.threads = std::max(1U, std::thread::hardware_concurrency());
    options.progress = [&](std::string_view stage, double share) { line.show(stage, share); };
    const auto bundle = compile(*files, options);
    line.clear();
    if (!bundle) return bundle.error();
    return engine::load_bytes(*bundle);
}

void print_problems(const error& e) {
    std::cerr << to_string(e) << '\n';
}

} // namespace gaitkeeper::program
