#include "gaitkeeper/web/metrics.hpp"

#include <array>
#include <unordered_map>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace gaitkeeper::web {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::MetricFamily;

std::string_view name_of(refusal why) {
    switch (why) {
    case refusal::bad_frame:
        return "bad_frame";
    case refusal::rate:
        return "rate";
    case refusal::no_hello:
        return "no_hello";
    case refusal::unknown_option:
        break;
    }
    return "unknown_option";
}

MetricFamily family(std::string name, prometheus::MetricType type) {
    MetricFamily made;
    made.name = std::move(name);
    made.type = type;
    return made;
}

MetricFamily gauge(std::string name, double value) {
    auto made = family(std::move(name), prometheus::MetricType::Gauge);
    prometheus::ClientMetric metric;
    metric.gauge.value = value;
    made.metric.push_back(metric);
    return made;
}

MetricFamily family_of(const count_family& from) {
    auto made = family(from.name, prometheus::MetricType::Counter);
    for (const auto& one : from.counts) {
        prometheus::ClientMetric metric;
        for (const auto& [name, value] : one.labels)
            metric.label.push_back({name, value});
        metric.counter.value = static_cast<double>(one.count);
        made.metric.push_back(metric);
    }
    return made;
}

count_family refusals_of(const net::figures& seen) {
    count_family made{"gaitkeeper_http_refusals_total", {}};
    for (const auto& [status, count] : seen.refusals)
        made.counts.push_back({{{"status", std::to_string(status)}}, count});
    return made;
}

} // namespace

// Every series is made at the start: counting then is an atomic addition.
struct chat_metrics::counters {
    prometheus::Registry registry;
    Counter *abstentions = nullptr, *repeated = nullptr, *resumed = nullptr;
    std::array<Counter*, 3> triage{};
    std::array<Counter*, 4> refusals{};
    std::unordered_map<std::string, Counter*> messages, topics;
    prometheus::Histogram* seconds = nullptr;

    Family<Counter>& counters_of(const std::string& name) {
        return prometheus::BuildCounter().Name(name).Register(registry);
    }
};

chat_metrics::chat_metrics(const engine& with) : counters_(std::make_unique<counters>()) {
    auto& c = *counters_;
    auto& messages = c.counters_of("gaitkeeper_messages_total");
    for (const auto& tag : with.locales())
        c.messages[tag] = &messages.Add({{"locale", tag}});
    auto& topics = c.counters_of("gaitkeeper_topics_total");
    for (const auto& id : with.topics())
        c.topics[id] = &topics.Add({{"topic", id}});
    auto& triage = c.counters_of("gaitkeeper_triage_total");
    for (const auto level : {triage_level::none, triage_level::urgent, triage_level::emergency})
        c.triage[static_cast<std::size_t>(level)] =
            &triage.Add({{"level", std::string(name(level))}});
    auto& refusals = c.counters_of("gaitkeeper_chat_refusals_total");
    for (const auto why :
         {refusal::bad_frame, refusal::rate, refusal::no_hello, refusal::unknown_option})
        c.refusals[static_cast<std::size_t>(why)] =
            &refusals.Add({{"reason", std::string(name_of(why))}});
    c.abstentions = &c.counters_of("gaitkeeper_abstentions_total").Add({});
    c.repeated = &c.counters_of("gaitkeeper_repeated_messages_total").Add({});
    c.resumed = &c.counters_of("gaitkeeper_resumed_total").Add({});
    c.seconds = &prometheus::BuildHistogram()
                     .Name("gaitkeeper_answer_seconds")
                     .Register(c.registry)
                     .Add({}, prometheus::Histogram::BucketBoundaries{
                                  0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.1});
}

chat_metrics::~chat_metrics() = default;

void chat_metrics::answered(const reply& given, std::chrono::nanoseconds took) {
    auto& c = *counters_;
    const auto count = [](const auto& in, const std::string& key) {
        if (const auto at = in.find(key); at != in.end()) at->second->Increment();
    };
    count(c.messages, given.locale);
    for (const auto& topic : given.topics)
        count(c.topics, topic.id);
    c.triage[static_cast<std::size_t>(given.triage.level)]->Increment();
    // No section of the article and no red flag: nothing was said of the matter.
    if (given.receipt.topics.empty() && given.triage.level == triage_level::none)
        c.abstentions->Increment();
    c.seconds->Observe(std::chrono::duration<double>(took).count());
}

void chat_metrics::refused(refusal why) {
    counters_->refusals[static_cast<std::size_t>(why)]->Increment();
}
void chat_metrics::repeated() {
    counters_->repeated->Increment();
}
void chat_metrics::resumed() {
    counters_->resumed->Increment();
}

std::string chat_metrics::text(const net::figures& seen) const {
    auto all = counters_->registry.Collect();
    all.push_back(gauge("gaitkeeper_connections", static_cast<double>(seen.connections)));
    all.push_back(gauge("gaitkeeper_sockets", static_cast<double>(seen.sockets)));
    all.push_back(family_of({"gaitkeeper_connections_accepted_total", {{{}, seen.accepted}}}));
    all.push_back(family_of({"gaitkeeper_http_requests_total", {{{}, seen.requests}}}));
    all.push_back(family_of(refusals_of(seen)));
    for (const auto& other : others_) {
        for (const auto& one : other())
            all.push_back(family_of(one));
    }
    return prometheus::TextSerializer().Serialize(all);
}

} // namespace gaitkeeper::web
