#include "safety/assess.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <span>

namespace gaitkeeper::safety {
namespace {

using content::rule_node;
using text::concept_index;
using text::mention;
using text::stance;

struct stretch {
    std::uint32_t begin = 0, end = 0, sentence = 0;
};

// The rules' nodes over one set of facts; children stand before parents, so one pass decides all.
class facts {
public:
    facts(const text::utterance* said, const std::vector<concept_index>& remembered,
          const content::catalog& catalog, const content::triage_rules& rules)
        : said_(said),
          rules_(rules),
          known_(catalog.concepts.size(), 0),
          mentioned_(catalog.concepts.size(), 0),
          truth_(rules.unsaid),
          touched_(rules.node_words(), 0),
          spans_(rules.nodes.size()) {
        for (const auto c : remembered) {
            known_[static_cast<std::size_t>(c)] = 1;
            touch(c);
        }
        if (said != nullptr) {
            for (const auto& m : said->mentions) {
                const auto c = static_cast<std::size_t>(m.concept_id);
                const bool history = catalog.concepts[c].history;
                // What is denied now no longer holds, whatever was said before.
                if (m.stance == stance::denied && !asserted_elsewhere(m.concept_id)) {
                    known_[c] = 0;
                }
                if (text::is_active(m.stance) || (history && m.stance == stance::past)) {
                    known_[c] = mentioned_[c] = 1;
                    active_.push_back(&m);
                    touch(m.concept_id);
                }
            }
        }
        for (std::size_t w = 0; w < touched_.size(); ++w) {
            for (auto left = touched_[w]; left != 0; left &= left - 1) {
                const auto n = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
                spans_[n].begin = static_cast<std::uint32_t>(found_.size());
                truth_[n] = decide(rules.nodes[n]) ? 1 : 0;
                spans_[n].end = static_cast<std::uint32_t>(found_.size());
            }
        }
    }

    [[nodiscard]] bool holds(std::uint32_t node) const { return truth_[node] != 0; }

private:
    struct range {
        std::uint32_t begin = 0, end = 0;
    };

    void touch(concept_index c) {
        const auto& nodes = rules_.touched[static_cast<std::size_t>(c)];
        for (std::size_t w = 0; w < nodes.size(); ++w)
            touched_[w] |= nodes[w];
    }

    [[nodiscard]] bool asserted_elsewhere(concept_index c) const {
        return std::ranges::any_of(said_->mentions, [&](const mention& m) {
            return m.concept_id == c && text::is_active(m.stance);
        });
    }

    // Where an earlier node holds.
    [[nodiscard]] std::span<const stretch> found(std::uint32_t node) const {
        return std::span(found_).subspan(spans_[node].begin, spans_[node].end - spans_[node].begin);
    }

    bool decide(const rule_node& node) {
        const auto here = [&](std::uint32_t child) { return holds(child); };
        const auto c = static_cast<std::size_t>(node.concept_id);
        switch (node.what) {
        case rule_node::kind::mention:
            if (mentioned_[c] == 0) return known_[c] != 0;
            for (const auto* m : active_) {
                if (m->concept_id == node.concept_id) {
                    found_.push_back({m->begin, m->end, said_->tokens[m->begin].sentence});
                }
            }
            return known_[c] != 0;
        case rule_node::kind::any:
            for (const auto child : node.children) {
                for (auto i = spans_[child].begin; i < spans_[child].end; ++i) {
                    const auto copy = found_[i]; // the vector may move while it grows
                    found_.push_back(copy);
                }
            }
            return std::ranges::any_of(node.children, here);
        case rule_node::kind::all:
            return std::ranges::all_of(node.children, here);
        case rule_node::kind::none:
            return std::ranges::none_of(node.children, here);
        case rule_node::kind::near:
            return join(node);
        }
        return false;
    }

    // The stretches that hold one span of every child, each near the one before.
    bool join(const rule_node& node) {
        const auto nowhere = [&](std::uint32_t child) { return found(child).empty(); };
        if (std::ranges::any_of(node.children, nowhere)) return false;
        std::vector<stretch> joined;
        for (std::size_t c = 0; c < node.children.size(); ++c) {
            const auto part = found(node.children[c]);
            if (c == 0) {
                joined.assign(part.begin(), part.end());
                continue;
            }
            std::vector<stretch> longer;
            for (const auto& a : joined) {
                for (const auto& b : part) {
                    const auto gap = b.begin >= a.end ? b.begin - a.end
                                                      : (a.begin >= b.end ? a.begin - b.end : 0);
                    if (a.sentence == b.sentence &&
                        gap <= text::tokens_for(node.span, said_->unsegmented)) {
                        longer.push_back(
                            {std::min(a.begin, b.begin), std::max(a.end, b.end), a.sentence});
                    }
                }
            }
            if (longer.size() > max_stretches) longer.resize(max_stretches);
            joined = std::move(longer);
        }
        found_.insert(found_.end(), joined.begin(), joined.end());
        return !joined.empty();
    }

    static constexpr std::size_t max_stretches = 64; // enough to know that there is one

    const text::utterance* said_;
    const content::triage_rules& rules_;
    std::vector<char> known_, mentioned_; // 0 or 1 a concept
    std::vector<const mention*> active_;
    std::vector<char> truth_;            // 0 or 1 a node
    std::vector<std::uint64_t> touched_; // a bit a node
    std::vector<stretch> found_;         // of every node, one after the other
    std::vector<range> spans_;           // where each node's stand in it
};

triage_level level_of(const content::flag_rule& flag, const facts& f) {
    for (const auto& l : flag.levels) {
        if (f.holds(l.when)) return l.level;
    }
    return triage_level::none;
}

} // namespace

assessment assess(const text::utterance& said, const std::vector<concept_index>& remembered,
                  const content::catalog& catalog, const content::triage_rules& rules,
                  std::span<const suspicion> suspected) {
    const facts together(&said, remembered, catalog, rules);
    // Where nothing is remembered the message stands alone, and nothing was dangerous before it.
    std::optional<facts> apart, before;
    if (!remembered.empty()) {
        apart.emplace(&said, std::vector<concept_index>{}, catalog, rules);
        before.emplace(nullptr, remembered, catalog, rules);
    }
    const auto& alone = apart ? *apart : together;
    const bool anything_said = std::ranges::any_of(
        said.mentions, [](const mention& m) { return text::is_active(m.stance); });
    assessment result;
    const auto raise = [&](std::size_t flag, triage_level level) {
        if (together.holds(rules.escalator)) level = triage_level::emergency;
        result.found.level = std::max(result.found.level, level);
        result.found.flags.push_back(rules.flags[flag].id);
        result.flags.push_back(flag);
        result.levels.push_back(level);
    };
    result.ours = together.holds(rules.ours);
    for (std::size_t i = 0; i < rules.flags.size(); ++i) {
        const auto& flag = rules.flags[i];
        const auto earlier = before ? level_of(flag, *before) : triage_level::none;
        auto level = level_of(flag, together);
        if (earlier != triage_level::none) {
            const auto open = before->holds(rules.escalator) ? triage_level::emergency : earlier;
            result.still_open = std::max(result.still_open, open);
        }
        const bool adds = anything_said && level > earlier;
        if (!adds) level = level_of(flag, alone);
        if (level != triage_level::none) raise(i, level);
    }
    const auto believed = std::ranges::find_if(suspected, [&](const suspicion& s) {
        const auto& plausible = rules.flags[s.flag].plausible;
        return !plausible || together.holds(*plausible);
    });
    if (result.flags.empty() && believed != suspected.end()) {
        result.believed = static_cast<std::size_t>(believed - suspected.begin());
        raise(believed->flag, believed->level);
    }
    if (result.found.level != triage_level::none) result.still_open = triage_level::none;
    return result;
}

} // namespace gaitkeeper::safety
