#include "evaluation.hpp"

#include <algorithm>

namespace gaitkeeper::program {
namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::ranges::find(all, one) != all.end();
}

std::string joined(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& one : all)
        out += (out.empty() ? "" : " ") + one;
    return out;
}

bool is_out_of_scope(const wire::evaluation_case& c) {
    return std::ranges::all_of(c.any_of,
                               [](const std::string& id) { return id.starts_with("scope."); });
}

void count(figure& f, bool hit) {
    ++f.of;
    f.hits += hit ? 1U : 0U;
}

// Adds one answered case; says in `wrong` what is not as it should be.
void add(figures& f, const wire::evaluation_case& c, const reply& r, std::string& wrong) {
    std::vector<std::string> topics;
    for (const auto& t : r.topics)
        topics.push_back(t.id);
    if (c.triage == triage_level::none) {
        const bool right = contains(c.any_of, topics.front());
        count(is_out_of_scope(c) ? f.scope : f.lead, right);
        if (!right) wrong += " lead: wanted " + joined(c.any_of) + ", got " + topics.front() + ";";
        count(f.alarm, r.triage.level != triage_level::none);
        if (r.triage.level != triage_level::none)
            wrong += " false alarm: " + joined(r.triage.flags) + ";";
    } else {
        count(f.recall, r.triage.level >= c.triage);
        if (r.triage.level < c.triage) {
            wrong += " missed: wanted " + std::string(name(c.triage)) + ", got " +
                     std::string(name(r.triage.level)) + ";";
        }
    }
    for (const auto& id : c.all_of) {
        count(f.cover, contains(topics, id));
        if (!contains(topics, id)) wrong += " lacks " + id + " (has " + joined(topics) + ");";
    }
    for (const auto& id : c.none_of) {
        count(f.avoid, !contains(topics, id));
        if (contains(topics, id)) wrong += " names " + id + ";";
    }
}

} // namespace

evaluation evaluate(const engine& with, const std::vector<wire::evaluation_case>& cases,
                    grouping by) {
    evaluation result;
    for (const auto& c : cases) {
        conversation talk;
        const auto answer = with.respond(talk, {c.text, c.locale, ""});
        std::string wrong, ignored;
        add(result.all, c, answer, wrong);
        if (by == grouping::locale) add(result.by[c.locale], c, answer, ignored);
        if (by == grouping::topic)
            add(result.by[c.any_of.empty() ? "" : c.any_of.front()], c, answer, ignored);
        if (!c.any_of.empty() && !contains(c.any_of, answer.topics.front().id)) {
            ++result.confused[{c.any_of.front(), answer.topics.front().id}];
        }
        if (c.triage == triage_level::none && answer.triage.level == triage_level::none) {
            result.leads.push_back(
                {answer.topics.front().confidence, contains(c.any_of, answer.topics.front().id)});
        }
        if (!wrong.empty()) result.misses.push_back({c.id, c.text, wrong.substr(1)});
    }
    return result;
}

} // namespace gaitkeeper::program
