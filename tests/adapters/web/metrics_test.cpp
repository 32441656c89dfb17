#include <doctest/doctest.h>

#include "bicycle.hpp"
#include "gaitkeeper/web/metrics.hpp"

using namespace gaitkeeper;
using namespace std::chrono_literals;

namespace {

// The figures after each of the messages has been answered, in a conversation of its own.
std::string figures_after(const std::vector<std::string>& messages) {
    const auto with = test::bicycle_engine();
    web::chat_metrics metrics(with);
    for (const auto& text : messages) {
        conversation talk;
        metrics.answered(with.respond(talk, {text, "en", {}}), 1us);
    }
    return metrics.text({});
}

bool has(const std::string& figures, const std::string& line) {
    return figures.find(line + '\n') != std::string::npos;
}

} // namespace

TEST_SUITE_BEGIN("web.metrics");

TEST_CASE("what we had no guidance for is an abstention, what we had some for is none") {
    const auto figures =
        figures_after({"my tyre is flat", "xyzzy plugh frobozz", "brakes stopped working"});
    CHECK(has(figures, "gaitkeeper_abstentions_total 1"));
    CHECK(has(figures, "gaitkeeper_messages_total{locale=\"en\"} 3"));
    CHECK(has(figures, "gaitkeeper_topics_total{topic=\"tyre\"} 1"));
    CHECK(has(figures, "gaitkeeper_triage_total{level=\"emergency\"} 1"));
    CHECK(has(figures, "gaitkeeper_answer_seconds_count 3"));
    CHECK(figures.find("xyzzy") == std::string::npos);
}

TEST_CASE("each refusal is counted by its reason, and series stand at nought before") {
    web::chat_metrics metrics(test::bicycle_engine());
    CHECK(has(metrics.text({}), "gaitkeeper_abstentions_total 0"));
    metrics.refused(web::refusal::rate);
    metrics.refused(web::refusal::no_hello);
    metrics.refused(web::refusal::rate);
    const auto figures = metrics.text({.sockets = 3, .refusals = {{429, 7}}});
    CHECK(has(figures, "gaitkeeper_chat_refusals_total{reason=\"rate\"} 2"));
    CHECK(has(figures, "gaitkeeper_chat_refusals_total{reason=\"no_hello\"} 1"));
    CHECK(has(figures, "gaitkeeper_chat_refusals_total{reason=\"bad_frame\"} 0"));
    CHECK(has(figures, "gaitkeeper_sockets 3"));
    CHECK(has(figures, "gaitkeeper_http_refusals_total{status=\"429\"} 7"));
}

TEST_SUITE_END();
