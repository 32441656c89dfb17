#include "explain.hpp"

#include <algorithm>
#include <deque>
#include <numeric>

#include "dialog/locale.hpp"
#include "dialog/resolve.hpp"
#include "gaitkeeper/engine.hpp"
#include "match/explain.hpp"
#include "match/sample.hpp"
#include "match/select.hpp"
#include "safety/assess.hpp"
#include "say/compose.hpp"
#include "suspect.hpp"
#include "text/analyze.hpp"

namespace gaitkeeper {
namespace {

constexpr std::size_t shown_topics = 5;
constexpr std::size_t shown_examples = 3;

std::string_view name_of(text::stance s) {
    switch (s) {
    case text::stance::asserted:
        return "asserted";
    case text::stance::another:
        return "another";
    case text::stance::denied:
        return "denied";
    case text::stance::general:
        return "general";
    case text::stance::past:
        return "past";
    case text::stance::unreal:
        break;
    }
    return "unreal";
}

std::string_view name_of(dialog::expectation e) {
    switch (e) {
    case dialog::expectation::spoken:
        return "spoken";
    case dialog::expectation::named:
        return "named";
    case dialog::expectation::unfounded:
        break;
    }
    return "unfounded";
}

std::string words(const text::utterance& said, std::uint32_t begin, std::uint32_t end) {
    std::string all;
    for (auto i = begin; i < end; ++i) {
        if (!all.empty() && !said.tokens[i].unsegmented) all += ' ';
        all += said.tokens[i].key;
    }
    return all;
}

// Which words and mentions of a stretch did what to each class.
struct stretch_effects {
    match::effects words;
    match::effects concepts;
    std::vector<std::size_t> mentions; ///< what `concepts` counts, as places in the utterance
};

class explainer {
public:
    explainer(const content::library& library, const conversation& talk, const message& said)
        : library_(library),
          language_(dialog::choose_locale(library, talk, said)),
          locale_(library.locale(language_.tag)),
          catalog_(library.shared().catalog),
          before_(dialog::recall(talk, catalog_)),
          heard_(text::analyze(said.text, locale_.speech, max_message_bytes)) {}

    explanation run() {
        match::reading message(heard_, locale_.speech.concepts(), scratch_);
        const auto suspected = suspect(locale_, message);
        const auto danger =
            safety::assess(heard_, before_.concepts, catalog_, library_.shared().rules, suspected);
        const auto ranked = match::rank(message, locale_.ranker, catalog_);
        const auto selected = match::select(ranked, heard_, catalog_, locale_.settings);
        lost_ = danger.found.level == triage_level::none &&
                dialog::is_lost(language_, heard_, ranked.front().in_scope, catalog_);
        auto turn =
            lost_ ? dialog::lose(catalog_) : dialog::resolve(heard_, selected, before_, catalog_);
        alarmed_ = danger.found.level != triage_level::none;
        if (alarmed_) turn.topics = named_by(danger, turn);

        explanation tree{"message", lost_ ? language_.expected : locale_.tag, 0, {}};
        tree.parts.push_back(language());
        tree.parts.push_back(tokens());
        tree.parts.push_back(mentions());
        tree.parts.push_back(triage_part(danger, suspected));
        tree.parts.push_back(scope(ranked.front()));
        tree.parts.push_back(topics(ranked, turn));
        tree.parts.push_back(nearest());
        return tree;
    }

private:
    // With a red flag up the matcher is not asked what to name.
    [[nodiscard]] std::vector<match::scored_topic> named_by(const safety::assessment& danger,
                                                            const dialog::turn& turn) const {
        const auto answer = say::compose(
            turn, danger,
            {library_, locale_, nullptr, true, heard_.tokens.empty(), heard_.truncated});
        std::vector<match::scored_topic> topics;
        for (const auto t : answer.topics)
            topics.push_back({t, 1.0, std::nullopt});
        return topics;
    }

    [[nodiscard]] std::string_view verdict(bool named, bool refused) const {
        if (named) return alarmed_ ? "named_by_flag" : lost_ ? "named_when_lost" : "named";
        return refused ? "ruled_out" : "not_named";
    }

    // How far behind the likeliest language each is, in nats, and how much of it is known to be in
    // it; then what was expected, and how far behind that may be. Where it is none of them, the
    // nearest, and what a letter costs there.
    explanation language() const {
        explanation part{"language", language_.tag, 0, {}};
        for (std::size_t i = 0; i < language_.evidence.size(); ++i) {
            const auto& e = language_.evidence[i];
            part.parts.push_back({"behind",
                                  library_.locales()[i],
                                  static_cast<double>(e.behind),
                                  {{"known_words", "", static_cast<double>(e.words), {}},
                                   {"letters", "", static_cast<double>(e.script), {}}}});
        }
        part.parts.push_back({"expected",
                              language_.expected,
                              static_cast<double>(language_.margin),
                              {{"because", std::string(name_of(language_.reason)), 0, {}}}});
        if (lost_) {
            const auto& nearest = language_.evidence[text::likeliest(language_.evidence)];
            part.parts.push_back(
                {"lost", language_.tag, static_cast<double>(nearest.by_letter), {}});
        }
        return part;
    }

    explanation tokens() const {
        explanation part{"clauses", std::to_string(heard_.clauses), 0, {}};
        for (const auto& t : heard_.tokens) {
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
            explanation one{traits(m).id,
                            words(heard_, m.begin, m.end),
                            0,
                            {{"stance", std::string(name_of(m.stance)), 0, {}}}};
            if (!m.cue.empty()) one.parts.push_back({"cue", m.cue, 0, {}});
            part.parts.push_back(std::move(one));
        }
        return part;
    }

    // The flags raised; what was only learnt to be one says how sure it is, the mark that the flags
    // had to reach together, and what came of it.
    explanation triage_part(const safety::assessment& danger,
                            std::span<const safety::suspicion> suspected) const {
        explanation part{"triage", std::string(name(danger.found.level)), 0, {}};
        for (std::size_t i = 0; i < danger.flags.size(); ++i) {
            part.parts.push_back(
                {danger.found.flags[i], std::string(name(danger.levels[i])), 0, {}});
        }
        for (std::size_t i = 0; i < suspected.size(); ++i) {
            part.parts.push_back(
                {"suspected",
                 library_.shared().rules.flags[suspected[i].flag].id,
                 suspected[i].probability,
                 {{"threshold", "alarm", static_cast<double>(locale_.alarm), {}},
                  {"verdict", std::string(verdict_on_suspicion(danger, i)), 0, {}}}});
        }
        return part;
    }

    // Only the first plausible suspicion is believed, and none where a rule speaks.
    static std::string_view verdict_on_suspicion(const safety::assessment& danger, std::size_t i) {
        if (danger.believed == i) return "raised";
        const bool passed_over = danger.believed ? i < *danger.believed : danger.flags.empty();
        return passed_over ? "implausible" : "not_needed";
    }

    explanation scope(const match::ranking& whole) const {
        const bool passed = whole.in_scope >= static_cast<double>(locale_.settings.in_scope);
        return {"in_scope",
                passed ? "passed" : "missed",
                whole.in_scope,
                {{"threshold", "in_scope", static_cast<double>(locale_.settings.in_scope), {}}}};
    }

    [[nodiscard]] const text::concept_traits& traits(const text::mention& m) const {
        return catalog_.concepts[static_cast<std::size_t>(m.concept_id)].traits;
    }

    stretch_effects effects_in(const match::ranking& stretch) {
        const auto concepts = locale_.speech.concepts();
        const match::utterance_sample whole(heard_, concepts, stretch.begin, stretch.end);
        stretch_effects found{match::leave_one_out(locale_.ranker, whole.view(), scratch_), {}, {}};
        std::deque<text::utterance> lacking;
        std::deque<match::utterance_sample> samples;
        std::vector<match::sample_text> views;
        for (std::size_t i = 0; i < heard_.mentions.size() && views.size() < match::max_explained;
             ++i) {
            const auto& m = heard_.mentions[i];
            if (m.begin < stretch.begin || m.end > stretch.end) continue;
            auto& less = lacking.emplace_back(heard_);
            less.mentions.erase(less.mentions.begin() + static_cast<std::ptrdiff_t>(i));
            views.push_back(
                samples.emplace_back(less, concepts, stretch.begin, stretch.end).view());
            found.mentions.push_back(i);
        }
        found.concepts = match::compare(locale_.ranker, whole.view(), views, scratch_);
        return found;
    }

    // The message without one of its clauses.
    [[nodiscard]] text::utterance without(const match::ranking& clause) const {
        auto less = heard_;
        const auto count = clause.end - clause.begin;
        std::erase_if(less.mentions, [&](const text::mention& m) {
            return m.begin < clause.end && m.end > clause.begin;
        });
        for (auto& m : less.mentions) {
            if (m.begin < clause.end) continue;
            m.begin -= count;
            m.end -= count;
        }
        less.tokens.erase(less.tokens.begin() + clause.begin, less.tokens.begin() + clause.end);
        return less;
    }

    match::effects effects_of_clauses(std::span<const match::ranking> ranked) {
        const auto concepts = locale_.speech.concepts();
        const auto length = [](const text::utterance& u) {
            return static_cast<std::uint32_t>(u.tokens.size());
        };
        std::deque<text::utterance> lacking;
        std::deque<match::utterance_sample> samples;
        std::vector<match::sample_text> views;
        for (const auto& clause : ranked.subspan(1)) {
            const auto& less = lacking.emplace_back(without(clause));
            views.push_back(samples.emplace_back(less, concepts, 0, length(less)).view());
        }
        const match::utterance_sample whole(heard_, concepts, 0, length(heard_));
        return match::compare(locale_.ranker, whole.view(), views, scratch_);
    }

    // The stretch that speaks loudest for a topic.
    static std::size_t loudest(std::span<const match::ranking> ranked, std::size_t topic) {
        const auto best = std::ranges::max_element(
            ranked, {}, [&](const match::ranking& r) { return r.probabilities[topic]; });
        return static_cast<std::size_t>(best - ranked.begin());
    }

    // The stretch that decided, with what it had to reach.
    explanation decision(const match::ranking& stretch, bool whole, bool lead,
                         std::size_t topic) const {
        const auto& marks = locale_.settings;
        explanation part{whole ? "whole" : "clause",
                         words(heard_, stretch.begin, stretch.end),
                         static_cast<double>(stretch.probabilities[topic]),
                         {}};
        if (lead)
            part.parts.push_back(
                {"threshold", "in_scope", static_cast<double>(marks.in_scope), {}});
        else if (whole)
            part.parts.push_back({"threshold", "second", static_cast<double>(marks.second), {}});
        else
            part.parts.push_back({"threshold", "clause", static_cast<double>(marks.clause), {}});
        return part;
    }

    explanation topics(const std::vector<match::ranking>& ranked, const dialog::turn& turn) {
        explanation part{"topics", "", 0, {}};
        std::vector<stretch_effects> effects;
        for (const auto& stretch : ranked)
            effects.push_back(effects_in(stretch));
        const auto by_clause = effects_of_clauses(ranked);
        for (const auto i : order_of(ranked, turn)) {
            const auto index = static_cast<content::topic_index>(i);
            const auto named = std::ranges::find(turn.topics, index, &match::scored_topic::topic);
            const bool is_named = named != turn.topics.end();
            const bool refused = std::ranges::find(turn.refused, index) != turn.refused.end();
            const auto decided_by = is_named ? named->decided_by : loudest(ranked, i);
            explanation one{catalog_.topics[i].id,
                            std::string(verdict(is_named, refused)),
                            is_named ? named->confidence
                                     : static_cast<double>(ranked[*decided_by].probabilities[i]),
                            {}};
            if (decided_by && (is_named || part.parts.size() < shown_topics)) {
                one.parts.push_back(decision(ranked[*decided_by], *decided_by == 0,
                                             is_named && named == turn.topics.begin(), i));
                contributions(effects[*decided_by], ranked[*decided_by], i, one);
                for (std::size_t c = 0; c < by_clause.parts; ++c) {
                    one.parts.push_back({"clause_effect",
                                         words(heard_, ranked[c + 1].begin, ranked[c + 1].end),
                                         static_cast<double>(by_clause.of(c, i)),
                                         {}});
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

    // What is named in its order, then the rest by its loudest stretch.
    static std::vector<std::size_t> order_of(std::span<const match::ranking> ranked,
                                             const dialog::turn& turn) {
        std::vector<std::size_t> rest(ranked.front().probabilities.size());
        std::iota(rest.begin(), rest.end(), std::size_t{0});
        std::ranges::stable_sort(rest, std::greater{}, [&](std::size_t i) {
            return ranked[loudest(ranked, i)].probabilities[i];
        });
        std::vector<std::size_t> order;
        for (const auto& t : turn.topics)
            order.push_back(static_cast<std::size_t>(t.topic));
        for (const auto i : rest) {
            if (std::ranges::find(order, i) == order.end()) order.push_back(i);
        }
        return order;
    }

    void contributions(const stretch_effects& effects, const match::ranking& stretch,
                       std::size_t topic, explanation& into) const {
        for (std::size_t i = 0; i < effects.words.parts; ++i) {
            into.parts.push_back({"word",
                                  heard_.tokens[stretch.begin + i].key,
                                  static_cast<double>(effects.words.of(i, topic)),
                                  {}});
        }
        for (std::size_t i = 0; i < effects.concepts.parts; ++i) {
            const auto& m = heard_.mentions[effects.mentions[i]];
            into.parts.push_back(
                {"concept", traits(m).id, static_cast<double>(effects.concepts.of(i, topic)), {}});
        }
    }

    explanation nearest() const {
        explanation part{"nearest", "", 0, {}};
        const auto concepts = locale_.speech.concepts();
        const auto examples = library_.examples(locale_.tag);
        std::vector<match::training_row> rows;
        rows.reserve(examples.size());
        for (const auto& e : examples) {
            const auto said = text::analyze(e.text, locale_.speech, max_message_bytes);
            rows.push_back(match::utterance_sample(said, concepts, 0,
                                                   static_cast<std::uint32_t>(said.tokens.size()))
                               .row());
        }
        const match::utterance_sample mine(heard_, concepts, 0,
                                           static_cast<std::uint32_t>(heard_.tokens.size()));
        for (const auto& n : match::nearest(locale_.ranker, mine.view(), rows, shown_examples)) {
            if (n.similarity <= 0) break;
            part.parts.push_back({catalog_.at(examples[n.row].topics.front()).id,
                                  examples[n.row].text,
                                  static_cast<double>(n.similarity),
                                  {}});
        }
        return part;
    }

    const content::library& library_;
    dialog::chosen_locale language_;
    const content::locale_content& locale_;
    const content::catalog& catalog_;
    dialog::memory before_;
    bool alarmed_ = false, lost_ = false;
    text::utterance heard_;
    match::workspace scratch_;
};

} // namespace

explanation explain_message(const content::library& library, const conversation& talk,
                            const message& said) {
    return explainer(library, talk, said).run();
}

} // namespace gaitkeeper
