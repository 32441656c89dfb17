#pragma once

#include <memory>
#include <string>

#include "gaitkeeper/net/server.hpp"
#include "gaitkeeper/web/chat_session.hpp"

namespace gaitkeeper::web {

/// Counts what conversations do, for Prometheus. Ids of topics, levels and codes; never text.
class chat_metrics final : public chat_observer {
public:
    explicit chat_metrics(const engine& with);
    ~chat_metrics() override;

    void answered(const reply& given, std::chrono::nanoseconds took) override;
    void refused(refusal why) override;
    void repeated() override;
    void resumed() override;

    /// Everything in Prometheus's text format, the server's own figures with it.
    [[nodiscard]] std::string text(const net::figures& seen) const;

private:
    struct counters;
    std::unique_ptr<counters> counters_;
};

} // namespace gaitkeeper::web
