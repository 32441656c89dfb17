#include "explain.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "dialog/resolve.hpp"
#include "gaitkeeper/engine.hpp"
#include "match/sample.hpp"
#include "match/select.hpp"
#include "safety/assess.hpp"
#include "text/analyze.hpp"

namespace gaitkeeper {
namespace {

constexpr std::size_t shown_topics = 5;
constexpr std::size_t shown_examples = 3;

std::string_view name_of(text::stance s) {
    switch (s) {
    case text::stance::asserted: return "asserted";
    case text::stance::another: return "another";
    case text::stance::denied: return "denied";
    case text::stance::general: return "general";
    case text::stance::past: return "past";
    case text::stance::unreal: break;
    }
    return "unreal";
}

std::string words(const text::utterance& said, std::uint32_t begin, std::uint32_t end) {
    std::string all;
    for (auto i = begin; i < end; ++i) {
        if (!all.empty() && !said.tokens[i].unsegmented) all += ' ';
        all += said.tokens[i].key;
    }
    return all;
}

// Words shared by two messages to all their words (Jaccard), by stem.
double likeness(const std::set<std::string>& a, const std::set<std::string>& b) {
    std::size_t both = 0;
    for (const auto& word : a) both += b.count(word);
    const auto all = a.size() + b.size() - both;
    return all == 0 ? 0 : static_cast<double>(both) / static_cast<double>(all);
}

std::set<std::string> stems_of(const text::utterance& said) {
    std::set<std::string> stems;
    for (const auto& t : said.tokens) stems.insert(t.stem);
    return stems;
}

class explainer {
public:
    explainer(const content::library& library, std::string_view tag, const conversation& talk,
              const message& said)
        : library_(library), locale_(library.locale(tag)), catalog_(library.shared().catalog),
          before_(dialog::recall(talk, catalog_)),
          heard_(text::analyze(said.text, locale_.speech, max_message_bytes)) {}

    explanation run() {
        const auto danger = safety::assess(heard_, before_.concepts, catalog_, library_.shared().rules);
        const auto ranked = match::rank(heard_, locale_.ranker, locale_.speech.concepts(), catalog_, scratch_);
        const auto selected = match::select(ranked, heard_, catalog_, locale_.settings);
        const auto turn = dialog::resolve(heard_, selected, before_, catalog_);

        explanation tree{"message", locale_.tag, 0, {}};
        tree.parts.push_back(tokens());
        tree.parts.push_back(mentions());
        tree.parts.push_back(triage_part(danger));
        tree.parts.push_back(scope(ranked.front()));
        tree.parts.push_back(topics(ranked, turn));
        tree.parts.push_back(nearest());
        return tree;
    }

private:
    explanation tokens() const {
        explanation part{"clauses", std::to_string(heard_.clauses), 0, {}};
        for (std::uint32_t i = 0; i < heard_.tokens.size(); ++i) {
            const auto& t = heard_.tokens[i];
            if (part.parts.size() <= t.clause) part.parts.push_back({"clause", "", 0, {}});
            auto& clause = part.parts.back();
            if (!clause.value.empty() && !t.unsegmented) clause.value += ' ';
            clause.value += t.key;
            clause.parts.push_back({t.respelt ? "respelt" : "word", t.key, 0, {}});
        }
        return part;
    }

    explanation mentions() const {
        explanation part{"concepts", std::to_string(heard_.mentions.size()), 0, {}};
        for (const auto& m : heard_.mentions) {
            const auto& id = catalog_.concepts[static_cast<std::size_t>(m.concept_id)].traits.id;
            explanation one{id, words(heard_, m.begin, m.end), 0, {{"stance", std::string(name_of(m.stance)), 0, {}}}};
            if (!m.cue.empty()) one.parts.push_back({"cue", m.cue, 0, {}});
            part.parts.push_back(std::move(one));
        }
        return part;
    }

    static explanation triage_part(const safety::assessment& danger) {
        explanation part{"triage", std::string(name(danger.found.level)), 0, {}};
        for (std::size_t i = 0; i < danger.flags.size(); ++i) {
            part.parts.push_back({danger.found.flags[i], std::string(name(danger.levels[i])), 0, {}});
        }
        return part;
    }

    explanation scope(const match::ranking& whole) const {
        const bool passed = whole.in_scope >= static_cast<double>(locale_.settings.in_scope);
        return {"in_scope", passed ? "passed" : "missed", whole.in_scope,
                {{"threshold", "in_scope", static_cast<double>(locale_.settings.in_scope), {}}}};
    }

    // The model's probability of a topic for the message without tokens [begin, end).
    double without(std::uint32_t begin, std::uint32_t end, std::size_t topic) {
        auto less = heard_;
        std::erase_if(less.mentions, [&](const text::mention& m) { return m.begin < end && m.end > begin; });
        for (auto& m : less.mentions) {
            if (m.begin >= end) {
                m.begin -= end - begin;
                m.end -= end - begin;
            }
        }
        less.tokens.erase(less.tokens.begin() + begin, less.tokens.begin() + end);
        const match::utterance_sample sample(less, locale_.speech.concepts(), 0,
                                             static_cast<std::uint32_t>(less.tokens.size()));
        return static_cast<double>(locale_.ranker.predict(sample.view(), scratch_).probabilities[topic]);
    }

    explanation topics(const std::vector<match::ranking>& ranked, const dialog::turn& turn) {
        explanation part{"topics", "", 0, {}};
        const auto& whole = ranked.front().probabilities;
        std::vector<std::size_t> order(whole.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return whole[i]; });
        for (std::size_t n = 0; n < order.size(); ++n) {
            const auto i = order[n];
            const auto named = std::ranges::find(turn.topics, static_cast<content::topic_index>(i),
                                                 &match::scored_topic::topic) != turn.topics.end();
            const bool refused = std::ranges::find(turn.refused, static_cast<content::topic_index>(i)) !=
                                 turn.refused.end();
            explanation one{catalog_.topics[i].id, named ? "named" : (refused ? "ruled out" : "not named"),
                            static_cast<double>(whole[i]), {}};
            if (n < shown_topics || named) {
                contributions(i, static_cast<double>(whole[i]), one);
                for (const auto& clause : std::span(ranked).subspan(1)) {
                    one.parts.push_back({"clause", words(heard_, clause.begin, clause.end),
                                         static_cast<double>(clause.probabilities[i]), {}});
                }
            }
            part.parts.push_back(std::move(one));
        }
        for (const auto& t : turn.topics) {
            if (!part.value.empty()) part.value += ", ";
            part.value += catalog_.at(t.topic).id;
        }
        return part;
    }

    void contributions(std::size_t topic, double whole, explanation& into) {
        for (std::uint32_t i = 0; i < heard_.tokens.size(); ++i) {
            into.parts.push_back({"word", heard_.tokens[i].key, whole - without(i, i + 1, topic), {}});
        }
        for (const auto& m : heard_.mentions) {
            const auto& id = catalog_.concepts[static_cast<std::size_t>(m.concept_id)].traits.id;
            into.parts.push_back({"concept", id, whole - without(m.begin, m.end, topic), {}});
        }
    }

    explanation nearest() const {
        explanation part{"nearest", "", 0, {}};
        const auto mine = stems_of(heard_);
        std::vector<std::pair<double, const content::example*>> all;
        const auto examples = library_.examples(locale_.tag);
        for (const auto& e : examples) {
            auto theirs = locale_.speech.splitter().split(text::normalize(e.text));
            for (auto& t : theirs.tokens) t.stem = locale_.speech.stems().stem(t.key);
            all.emplace_back(likeness(mine, stems_of(theirs)), &e);
        }
        const auto count = std::min(all.size(), shown_examples);
        std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(count), [](const auto& a, const auto& b) {
            return a.first > b.first;
        });
        for (std::size_t i = 0; i < count && all[i].first > 0; ++i) {
            part.parts.push_back({catalog_.at(all[i].second->topics.front()).id, all[i].second->text, all[i].first, {}});
        }
        return part;
    }

    const content::library& library_;
    const content::locale_content& locale_;
    const content::catalog& catalog_;
    dialog::memory before_;
    text::utterance heard_;
    match::workspace scratch_;
};

} // namespace

explanation explain_message(const content::library& library, std::string_view tag,
                            const conversation& talk, const message& said) {
    return explainer(library, tag, talk, said).run();
}

} // namespace gaitkeeper
