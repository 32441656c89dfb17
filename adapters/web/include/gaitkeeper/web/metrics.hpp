#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gaitkeeper/net/server.hpp"
#include "gaitkeeper/web/chat_session.hpp"

namespace gaitkeeper::web {

/// Counts of one kind that are kept elsewhere: one for each value of each label.
struct count_family {
    struct one {
        std::vector<std::pair<std::string, std::string>> labels;
        std::uint64_t count = 0;
    };
    std::string name; ///< "gaitkeeper_…_total"
    std::vector<one> counts;
};
using count_source = std::function<std::vector<count_family>()>;

/// Counts what conversations do, for Prometheus. Ids of topics, levels and codes; never text.
class chat_metrics final : public chat_observer {
public:
    explicit chat_metrics(const engine& with);
    ~chat_metrics() override;

    void answered(const reply& given, std::chrono::nanoseconds took) override;
    void refused(refusal why) override;
    void repeated() override;
    void resumed() override;

    /// Has a neighbour's counts told with ours; before the server runs.
    void tell_also(count_source from) { others_.push_back(std::move(from)); }

    /// Everything in Prometheus's text format, the server's own figures with it.
    [[nodiscard]] std::string text(const net::figures& seen) const;

private:
    struct counters;
    std::unique_ptr<counters> counters_;
    std::vector<count_source> others_;
};

} // namespace gaitkeeper::web
