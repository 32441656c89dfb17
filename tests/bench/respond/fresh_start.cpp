#include "fresh_start.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "gaitkeeper/engine.hpp"

namespace bench {
namespace {

double resident_mb() {
    std::ifstream file("/proc/self/statm");
    double all = 0, resident = 0;
    file >> all >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

fresh_start measure_here(const std::filesystem::path& bundle,
                         const std::vector<std::string>& locales,
                         const std::vector<std::string>& messages) {
    using clock = std::chrono::steady_clock;
    const auto begin = clock::now();
    const auto since = [&] {
        return std::chrono::duration<double, std::milli>(clock::now() - begin).count();
    };
    fresh_start took;
    const auto engine = gaitkeeper::engine::load(bundle).value();
    for (std::size_t i = 0; i < locales.size(); ++i) {
        gaitkeeper::conversation talk;
        if (engine.respond(talk, {messages[i], locales[i], ""}).text.empty()) std::abort();
        if (i == 0) took.first_reply_ms = since();
    }
    took.all_locales_ms = since();
    took.resident_mb = resident_mb();
    return took;
}

} // namespace

fresh_start measure_fresh_start(const std::filesystem::path& bundle,
                                const std::vector<std::string>& locales,
                                const std::vector<std::string>& messages) {
    constexpr std::size_t processes = 15;
    std::vector<fresh_start> all;
    for (std::size_t i = 0; i < processes; ++i) {
        int ends[2];
        if (pipe(ends) != 0) std::abort();
        const auto child = fork();
        if (child == 0) {
            const auto took = measure_here(bundle, locales, messages);
            _exit(write(ends[1], &took, sizeof took) == sizeof took ? 0 : 1);
        }
        close(ends[1]);
        fresh_start took;
        if (read(ends[0], &took, sizeof took) == sizeof took) all.push_back(took);
        close(ends[0]);
        waitpid(child, nullptr, 0);
    }
    if (all.empty()) std::abort();
    std::ranges::sort(all, {}, &fresh_start::first_reply_ms);
    return all[all.size() / 2];
}

} // namespace bench
