#include "text/stance.hpp"

#include <algorithm>

namespace gaitkeeper::text {
namespace {

struct cue {
    phrase at;
    stance meaning = stance::asserted;
    cue_side side = cue_side::before;
};

class marker {
public:
    marker(utterance& u, std::span<const phrase> found, const language& speech)
        : u_(u),
          closes_(u.tokens.size(), false),
          sufferers_(u.tokens.size(), false),
          subjects_(u.tokens.size(), false),
          openers_(u.tokens.size(), false),
          negations_(u.tokens.size(), false) {
        for (const auto& m : u.mentions) {
            if (speech.traits(m.concept_id).subject) subjects_[m.begin] = true;
        }
        for (const auto& p : found) {
            const auto& role = speech.role(p.label);
            switch (role.kind) {
            case label_kind::cue:
                cues_.push_back({p, role.meaning, role.side});
                break;
            case label_kind::no_cue:
                not_cues_.push_back(p);
                negations_[p.begin] = true;
                break;
            case label_kind::close:
                closes_[p.begin] = !swallowed(p);
                break;
            case label_kind::opener:
                openers_[p.begin] = true;
                break;
            case label_kind::sufferer:
                sufferers_[p.begin] = has_sufferer_ = true;
                break;
            case label_kind::joiner:
            case label_kind::mention:
            case label_kind::macro:
                break;
            }
        }
        for (const auto& c : cues_) {
            if (c.meaning != stance::denied || c.side != cue_side::before) continue;
            denials_.push_back(c.at);
            negations_[c.at.begin] = true;
        }
        std::erase_if(cues_, [&](const cue& c) { return masked(c); });
    }

    void run() {
        mark_general_questions();
        // The strongest last, so that it has the last word.
        for (const auto meaning :
             {stance::another, stance::past, stance::general, stance::denied, stance::unreal}) {
            for (const auto& c : cues_) {
                if (c.meaning == meaning) apply(c);
            }
        }
    }

private:
    static bool covers(std::uint32_t begin, std::uint32_t end, const phrase& p) {
        return begin <= p.begin && p.end <= end && end - begin > p.end - p.begin;
    }

    // Part of a longer mention: the "can't" of "can't put weight on it" is no denial of its own. A
    // mention that began a clause earlier only reaches over the cue: "no pain, no fever, calf
    // fine".
    [[nodiscard]] bool swallowed(const phrase& p) const {
        return std::ranges::any_of(u_.mentions, [&](const mention& m) {
            return covers(m.begin, m.end, p) &&
                   u_.tokens[m.begin].clause == u_.tokens[p.begin].clause;
        });
    }

    // The "not" of "am not able to stand" is the mention's own: there "am not" governs nothing.
    [[nodiscard]] bool taken(const cue& c) const {
        return std::ranges::any_of(denials_, [&](const phrase& p) {
            return c.at.begin < p.begin && p.end <= c.at.end &&
                   std::ranges::any_of(u_.mentions, [&](const mention& m) {
                       return m.begin == p.begin && covers(m.begin, m.end, p);
                   });
        });
    }

    [[nodiscard]] bool masked(const cue& c) const {
        const auto overlaps = [&](const phrase& p) {
            return p.begin < c.at.end && c.at.begin < p.end &&
                   p.end - p.begin >= c.at.end - c.at.begin;
        };
        const auto longer = [&](const cue& other) {
            return other.meaning == c.meaning && covers(other.at.begin, other.at.end, c.at);
        };
        return swallowed(c.at) || taken(c) || std::ranges::any_of(not_cues_, overlaps) ||
               std::ranges::any_of(cues_, longer);
    }

    // "no injury, can't stand": a clause that begins with a negation of its own needs no other.
    [[nodiscard]] bool begins_statement(std::uint32_t i) const {
        if (i == 0 || u_.tokens[i].clause == u_.tokens[i - 1].clause) return false;
        const auto next =
            i + 1 < u_.tokens.size() && u_.tokens[i + 1].clause == u_.tokens[i].clause;
        const auto begins = [&](std::uint32_t j) {
            return sufferers_[j] || subjects_[j] || openers_[j];
        };
        return begins(i) || negations_[i] || (next && begins(i + 1));
    }

    [[nodiscard]] bool begins_clause(const phrase& p) const {
        return p.begin == 0 || u_.tokens[p.begin].clause != u_.tokens[p.begin - 1].clause;
    }
    [[nodiscard]] bool ends_clause(const phrase& p) const {
        return p.end == u_.tokens.size() || u_.tokens[p.end].clause != u_.tokens[p.end - 1].clause;
    }

    // First token from `from` on, within the sentence, that `stops`.
    template <class Stops>
    [[nodiscard]] std::uint32_t forward(std::uint32_t from, std::uint32_t limit,
                                        Stops stops) const {
        const auto count = static_cast<std::uint32_t>(u_.tokens.size());
        auto i = from;
        while (i < count && i - from < limit &&
               u_.tokens[i].sentence == u_.tokens[from - 1].sentence && !stops(i)) {
            ++i;
        }
        return i;
    }

    // Last token down to which a cue that begins at `to` governs what stands before it. Where
    // writing has no spaces, one parts statements; a cue that begins behind it belongs to what
    // stands before it.
    [[nodiscard]] std::uint32_t backward(std::uint32_t to, std::uint32_t limit) const {
        auto i = to;
        while (i > 0 && to - i < limit && u_.tokens[i - 1].clause == u_.tokens[to].clause &&
               !closes_[i - 1] && (i == to || !u_.tokens[i].apart)) {
            --i;
        }
        return i;
    }

    // "Pills, no" rules the pills out, "limps when I do not look" rules nothing out: a cue that may
    // stand on either side looks back only where its clause ends with it.
    [[nodiscard]] bool looks_ahead(const cue& c) const {
        return !ends_clause(c.at) && std::ranges::any_of(cues_, [&](const cue& other) {
            return other.side == cue_side::before && other.meaning == c.meaning &&
                   other.at.begin == c.at.begin && other.at.end == c.at.end;
        });
    }

    void apply(const cue& c) {
        const auto reach = u_.unsegmented ? cue_reach_characters : cue_reach_words;
        const auto everything = static_cast<std::uint32_t>(u_.tokens.size());
        if (c.meaning == stance::unreal) return set_sentence(c);
        if (c.meaning == stance::another) {
            return set(c, c.at.begin, forward(c.at.end, everything, [](auto) { return false; }));
        }
        if (c.side == cue_side::after) {
            if (looks_ahead(c)) return;
            const auto limit = c.meaning == stance::denied ? reach : everything;
            return set(c, backward(c.at.begin, limit), c.at.begin);
        }
        switch (c.meaning) {
        case stance::denied:
            // What begins with the cue's last words is governed too: "no quiero" denies "quiero
            // morir".
            return set(c, c.at.begin + 1, forward(c.at.end, reach, [&](auto i) {
                           return closes_[i] || begins_statement(i);
                       }));
        case stance::general:
            return set(c, c.at.end,
                       forward(c.at.end, everything, [&](auto i) { return sufferers_[i]; }));
        default:
            // "Years ago, ...": a cue that is a clause speaks of the next one; one that only ends
            // its clause has spoken: "had it years ago, now it hurts".
            if (ends_clause(c.at) && !begins_clause(c.at)) return;
            return set(c, c.at.end, forward(c.at.end, everything, [&](auto i) {
                           return closes_[i] || (i > c.at.end && u_.tokens[i].apart) ||
                                  u_.tokens[i].clause != u_.tokens[c.at.end].clause;
                       }));
        }
    }

    void set(const cue& c, std::uint32_t begin, std::uint32_t end) {
        for (auto& m : u_.mentions) {
            // A mention that swallows the cue itself stands as it is.
            if (m.begin >= begin && m.begin < end) mark(m, c);
        }
    }

    void set_sentence(const cue& c) {
        for (auto& m : u_.mentions) {
            if (u_.tokens[m.begin].sentence == u_.tokens[c.at.begin].sentence) mark(m, c);
        }
    }

    void mark(mention& m, const cue& c) {
        m.stance = c.meaning;
        m.cue.clear();
        for (auto i = c.at.begin; i < c.at.end; ++i) {
            if (!m.cue.empty() && !u_.tokens[i].unsegmented) m.cue += ' ';
            m.cue += u_.tokens[i].key;
        }
    }

    // "what does a clot feel like": nobody in the message suffers, so nobody has it. What is itself
    // put as a question ("what's the point of living") is meant.
    void mark_general_questions() {
        if (has_sufferer_) return;
        for (auto& m : u_.mentions) {
            const auto sentence = u_.tokens[m.begin].sentence;
            const auto first = std::ranges::lower_bound(u_.tokens, sentence, {}, &token::sentence);
            const auto i = static_cast<std::size_t>(first - u_.tokens.begin());
            if (openers_[i] && m.begin > i) {
                m.stance = stance::general;
                m.cue = first->key;
            }
        }
    }

    utterance& u_;
    std::vector<cue> cues_;
    std::vector<phrase> not_cues_, denials_;
    std::vector<bool> closes_, sufferers_, subjects_, openers_, negations_;
    bool has_sufferer_ = false;
};

} // namespace

void mark_stances(utterance& u, std::span<const phrase> found, const language& speech) {
    if (!u.mentions.empty()) marker(u, found, speech).run();
}

} // namespace gaitkeeper::text
