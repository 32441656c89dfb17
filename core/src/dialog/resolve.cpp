#include "dialog/resolve.hpp"

#include <algorithm>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::dialog {
namespace {

using content::catalog;
using content::topic_index;
using content::topic_kind;
using content::topic_role;
using match::scored_topic;
using text::concept_index;

constexpr std::size_t short_message = 7; // tokens; a follow-up or an answer is seldom longer
constexpr double sure_of_itself = 0.75;  // a message this clear is no mere follow-up

template <class T>
bool contains(const std::vector<T>& all, const T& one) {
    return std::ranges::find(all, one) != all.end();
}

bool mentions(const text::utterance& said, const std::vector<concept_index>& any) {
    return std::ranges::any_of(said.mentions, [&](const text::mention& m) {
        return m.stance != text::stance::denied && contains(any, m.concept_id);
    });
}

class resolver {
public:
    resolver(const text::utterance& said, const match::selection& selected, const memory& before,
             const catalog& catalog)
        : said_(said), selected_(selected), before_(before), catalog_(catalog) {
        for (const auto t : before.recent) {
            if (catalog.at(t).kind == topic_kind::guidance) recent_.push_back(t);
        }
    }

    turn run() {
        auto made = decide();
        made.ruled_out = selected_.ruled_out;
        return made;
    }

private:
    turn decide() {
        turn made{selected_.topics, selected_.refused, false, false,
                  selected_.unsure, std::nullopt};
        const auto& lead = catalog_.at(made.topics.front().topic);
        if (answer(made)) return made;
        if (follows_up(made))
            made = {{{recent_.front(), 1.0}}, {}, false, false, false, std::nullopt};
        else if (lead.role == topic_role::more)
            more(made);
        else if (lead.role == topic_role::yes)
            yes(made);
        else if (lead.kind == topic_kind::guidance)
            made.question = question_after(made);
        return made;
    }

    [[nodiscard]] bool told(topic_index t) const { return contains(before_.told, t); }

    [[nodiscard]] bool is_weak(const turn& t) const {
        const auto& lead = t.topics.front();
        return catalog_.at(lead.topic).kind != topic_kind::guidance ||
               lead.confidence < sure_of_itself;
    }

    // "Since yesterday, I fell" after we asked since when.
    bool answer(turn& made) const {
        if (!before_.question) return false;
        const auto role = catalog_.at(made.topics.front().topic).role;
        if (role == topic_role::more || role == topic_role::thanks || role == topic_role::bye)
            return false;
        for (const auto& a : catalog_.questions[*before_.question].answers) {
            if (!mentions(said_, a.when)) continue;
            std::vector<scored_topic> topics;
            const bool clear = !is_weak(made);
            if (clear) topics.push_back(made.topics.front());
            for (const auto t : a.topics) {
                const bool there =
                    std::ranges::find(topics, t, &scored_topic::topic) != topics.end();
                if (!there && topics.size() < max_topics) topics.push_back({t, 1.0});
            }
            made.topics = std::move(topics);
            made.unsure = false;
            return true;
        }
        return false;
    }

    void more(turn& made) const {
        for (const auto* list : {&recent_, &before_.offered}) {
            for (const auto t : *list) {
                if (told(t)) continue;
                made.topics = {{t, 1.0}};
                made.in_full = true;
                return;
            }
        }
        made.exhausted = !recent_.empty();
    }

    void yes(turn& made) const {
        if (before_.offered.empty()) return;
        made.topics = {{before_.offered.front(), 1.0}};
        made.in_full = true;
    }

    // "and for the hip?": a part of the body and nothing else, so the question is still the last
    // one.
    [[nodiscard]] bool follows_up(const turn& made) const {
        const auto& lead = made.topics.front();
        const bool chat = catalog_.at(lead.topic).kind == topic_kind::chat;
        const bool clear = chat ? lead.confidence >= sure_of_itself : !is_weak(made);
        if (clear || recent_.empty()) return false;
        return !said_.mentions.empty() && said_.tokens.size() <= short_message &&
               std::ranges::all_of(said_.mentions, [&](const text::mention& m) {
                   return catalog_.concepts[static_cast<std::size_t>(m.concept_id)].traits.subject;
               });
    }

    [[nodiscard]] std::optional<std::size_t> question_after(const turn& made) const {
        if (made.topics.size() > 1) return std::nullopt;
        for (std::size_t i = 0; i < catalog_.questions.size(); ++i) {
            const auto& q = catalog_.questions[i];
            if (!contains(q.after, made.topics.front().topic) || mentions(said_, q.unless))
                continue;
            const bool known = std::ranges::any_of(
                q.unless, [&](auto c) { return contains(before_.concepts, c); });
            const auto lead = made.topics.front().topic;
            const bool asked =
                before_.question == i || contains(before_.recent, lead) || told(lead);
            if (!known && !asked) return i;
        }
        return std::nullopt;
    }

    const text::utterance& said_;
    const match::selection& selected_;
    const memory& before_;
    const catalog& catalog_;
    std::vector<topic_index> recent_;
};

std::vector<topic_index> topics_of(const std::vector<std::string>& ids, const catalog& catalog) {
    std::vector<topic_index> all;
    for (const auto& id : ids) {
        if (const auto t = catalog.find_topic(id); t && !contains(all, *t)) all.push_back(*t);
    }
    return all;
}

} // namespace

memory recall(const conversation& talk, const catalog& catalog) {
    memory m{topics_of(talk.recent, catalog),
             topics_of(talk.offered, catalog),
             topics_of(talk.told, catalog),
             {},
             std::nullopt};
    for (const auto& id : talk.concepts) {
        if (const auto c = catalog.find_concept(id); c && !contains(m.concepts, *c))
            m.concepts.push_back(*c);
    }
    for (std::size_t i = 0; i < catalog.questions.size(); ++i) {
        if (catalog.questions[i].id == talk.question) m.question = i;
    }
    return m;
}

turn resolve(const text::utterance& said, const match::selection& selected, const memory& before,
             const catalog& catalog) {
    return resolver(said, selected, before, catalog).run();
}

turn lose(const catalog& catalog) {
    turn made;
    made.topics.push_back({*catalog.with_role(topic_role::unrelated), 1.0, std::nullopt});
    made.lost = true;
    return made;
}

std::vector<concept_index> remember(const std::vector<concept_index>& before,
                                    const text::utterance& said, const catalog& catalog) {
    auto all = before;
    for (const auto& m : said.mentions) {
        if (m.stance == text::stance::denied) std::erase(all, m.concept_id);
    }
    for (const auto& m : said.mentions) {
        const bool history = catalog.concepts[static_cast<std::size_t>(m.concept_id)].history;
        const bool counts =
            text::is_active(m.stance) || (history && m.stance == text::stance::past);
        if (counts && !contains(all, m.concept_id)) all.push_back(m.concept_id);
    }
    return all;
}

} // namespace gaitkeeper::dialog
