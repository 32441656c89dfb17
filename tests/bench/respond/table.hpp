#pragma once

#include <benchmark/benchmark.h>

namespace bench {

/// Shows each benchmark as a row of a Markdown table: its name, p50, p99 and what it costs beside
/// the floor of the same locale, which runs first and is named "LOCALE/floor…".
class markdown_table : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context& context) override;
    void ReportRuns(const std::vector<Run>& runs) override;

private:
    double floor_ = 0;
};

} // namespace bench
