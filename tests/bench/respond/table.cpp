#include "table.hpp"

#include <cstdio>
#include <string>

namespace bench {

bool markdown_table::ReportContext(const Context&) {
    std::puts("| stage | p50 µs | p99 µs | × floor |\n| --- | ---: | ---: | ---: |");
    return true;
}

void markdown_table::ReportRuns(const std::vector<Run>& runs) {
    for (const auto& run : runs) {
        const auto name = run.benchmark_name();
        const double p50 = run.counters.at("p50_us"), p99 = run.counters.at("p99_us");
        if (name.find("/floor") != std::string::npos) floor_ = p50;
        std::printf("| %s | %.2f | %.2f | %.1f |\n", name.c_str(), p50, p99, p50 / floor_);
    }
    std::fflush(stdout);
}

} // namespace bench
