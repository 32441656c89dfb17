#include "match/select.hpp"

#include <algorithm>
#include <functional>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::match {
namespace {

using content::catalog;
using content::topic_index;
using content::topic_kind;
using content::topic_role;

constexpr std::uint32_t min_clause_tokens = 3; // shorter ones say too little by themselves
constexpr float named_share =
    0.1F; // of `second`: probabilities shut out what a word names outright

ranking ranking_of(const prediction& p, const catalog& topics, std::uint32_t begin,
                   std::uint32_t end) {
    ranking made{begin, end, std::vector<float>(p.probabilities.begin(), p.probabilities.end()), 0};
    for (std::size_t i = 0; i < made.probabilities.size(); ++i) {
        if (topics.topics[i].kind != topic_kind::scope) made.in_scope += made.probabilities[i];
    }
    return made;
}

// Every concept that takes the topic away is denied and none of them is said to be so.
bool ruled_out(const content::topic& topic, const text::utterance& said) {
    bool denied = false;
    for (const auto& m : said.mentions) {
        if (std::ranges::find(topic.ruled_out_by, m.concept_id) == topic.ruled_out_by.end())
            continue;
        if (m.stance != text::stance::denied) return false;
        denied = true;
    }
    return denied;
}

// Some concept that the topic is about was said and not denied.
bool named(const content::topic& topic, const text::utterance& said) {
    return std::ranges::any_of(said.mentions, [&](const text::mention& m) {
        return text::is_active(m.stance) &&
               std::ranges::find(topic.ruled_out_by, m.concept_id) != topic.ruled_out_by.end();
    });
}

// The most probable topic that is `wanted`; there is one of every kind.
template <class Wanted>
std::size_t best_of(const std::vector<float>& probabilities, Wanted wanted) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (wanted(i) && (!best || probabilities[i] > probabilities[*best])) best = i;
    }
    return best.value_or(0);
}

// Guidance from `least` on, best first, and the best in any case.
std::vector<std::size_t> guidance_from(float least, const catalog& topics,
                                       const std::vector<float>& probabilities) {
    const auto guidance = [&](std::size_t i) {
        return topics.topics[i].kind == topic_kind::guidance;
    };
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (guidance(i) && probabilities[i] >= least) order.push_back(i);
    }
    if (order.empty()) order.push_back(best_of(probabilities, guidance));
    std::ranges::stable_sort(order, std::greater{},
                             [&](std::size_t i) { return probabilities[i]; });
    return order;
}

struct candidates {
    const catalog& topics;
    const text::utterance& said;
    selection& into;

    [[nodiscard]] bool has(topic_index t) const {
        return std::ranges::find(into.topics, t, &scored_topic::topic) != into.topics.end();
    }

    void add(topic_index t, double confidence, std::size_t decided_by) {
        if (has(t) || into.topics.size() >= max_topics) return;
        if (ruled_out(topics.at(t), said)) {
            if (std::ranges::find(into.refused, t) == into.refused.end()) into.refused.push_back(t);
            return;
        }
        into.topics.push_back({t, confidence, decided_by});
    }

    // All that fits was ruled out: what else there is of its kind, or the next best.
    void stand_in(const std::vector<float>& probabilities) {
        for (const auto t : std::vector(into.refused)) {
            const auto confidence = probabilities[static_cast<std::size_t>(t)];
            if (const auto above = topics.at(t).overview) add(*above, confidence, 0);
        }
        for (const auto i : guidance_from(0.0F, topics, probabilities)) {
            if (!into.topics.empty()) return;
            add(static_cast<topic_index>(i), probabilities[i], 0);
        }
    }
};

} // namespace

std::vector<ranking> rank(reading& message, const model& by, const catalog& topics) {
    const auto& said = message.said();
    const auto count = static_cast<std::uint32_t>(said.tokens.size());
    std::vector<ranking> all{ranking_of(message.whole(by), topics, 0, count)};
    if (said.clauses < 2) return all;
    for (std::uint32_t from = 0; from < count;) {
        auto to = from;
        while (to < count && said.tokens[to].clause == said.tokens[from].clause)
            ++to;
        if (to - from >= min_clause_tokens) {
            all.push_back(ranking_of(message.part(by, from, to), topics, from, to));
        }
        from = to;
    }
    return all;
}

selection select(std::span<const ranking> ranked, const text::utterance& said,
                 const catalog& topics, const selection_settings& settings) {
    selection result;
    for (std::size_t i = 0; i < topics.topics.size(); ++i) {
        if (ruled_out(topics.topics[i], said))
            result.ruled_out.push_back(static_cast<topic_index>(i));
    }
    candidates list{topics, said, result};
    const auto& whole = ranked.front();
    const auto kind = [&](std::size_t i) { return topics.topics[i].kind; };

    if (whole.in_scope < settings.in_scope || said.tokens.empty()) {
        const auto best =
            best_of(whole.probabilities, [&](auto i) { return kind(i) == topic_kind::scope; });
        result.topics.push_back({static_cast<topic_index>(best), whole.probabilities[best], 0});
        if (said.tokens.empty())
            result.topics[0] = {*topics.with_role(topic_role::unrelated), 1.0, 0};
        return result;
    }
    const auto best =
        best_of(whole.probabilities, [&](auto i) { return kind(i) != topic_kind::scope; });
    if (kind(best) == topic_kind::chat && whole.probabilities[best] >= settings.sure) {
        list.add(static_cast<topic_index>(best), whole.probabilities[best], 0);
        return result;
    }
    bool first = true;
    for (const auto i : guidance_from(named_share * settings.second, topics, whole.probabilities)) {
        const auto least =
            named(topics.topics[i], said) ? named_share * settings.second : settings.second;
        if (!first && whole.probabilities[i] < least) continue;
        first = false;
        list.add(static_cast<topic_index>(i), whole.probabilities[i], 0);
    }
    result.unsure = whole.probabilities[best] < settings.sure;
    for (std::size_t part = 1; part < ranked.size(); ++part) {
        const auto& of_clause = ranked[part].probabilities;
        const auto i =
            static_cast<std::size_t>(std::ranges::max_element(of_clause) - of_clause.begin());
        if (kind(i) == topic_kind::guidance && of_clause[i] >= settings.clause) {
            list.add(static_cast<topic_index>(i), of_clause[i], part);
        }
    }
    if (result.topics.empty()) list.stand_in(whole.probabilities);
    // An overview says nothing that the specific topics beneath it do not say better.
    const auto specific_named = [&](const scored_topic& t) {
        return std::ranges::any_of(result.topics, [&](const scored_topic& other) {
            const auto& above = topics.at(other.topic).overview;
            return above && *above == t.topic;
        });
    };
    std::stable_partition(result.topics.begin(), result.topics.end(),
                          [&](const scored_topic& t) { return !specific_named(t); });
    return result;
}

} // namespace gaitkeeper::match
