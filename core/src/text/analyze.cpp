#include "text/analyze.hpp"

#include <algorithm>
#include <iterator>

#include "text/stance.hpp"

namespace gaitkeeper::text {
namespace {

// "wanna" becomes "want to": tokens that share the place of the one that was written.
void respell(utterance& u, const language& speech) {
    const auto meaning_of = [&](const token& t) {
        return t.unsegmented ? std::string_view{} : speech.speller().respelt(t.key);
    };
    if (std::ranges::all_of(u.tokens, [&](const token& t) { return meaning_of(t).empty(); }))
        return;
    std::vector<token> out;
    out.reserve(u.tokens.size() + 4);
    for (auto& t : u.tokens) {
        const auto meant = meaning_of(t);
        if (meant.empty()) {
            out.push_back(std::move(t));
            continue;
        }
        for (auto& part : speech.splitter().split(normalize(meant)).tokens) {
            auto& made = out.emplace_back(t);
            made.key = std::move(part.key);
            made.respelt = true;
        }
    }
    u.tokens = std::move(out);
}

// Where the unit of "38.6c" and "72yo" begins; npos where the word is not a number with a unit.
std::size_t unit_of(std::string_view key) {
    const auto unit = key.find_first_not_of("0123456789.,");
    if (unit == 0 || unit == std::string_view::npos) return std::string_view::npos;
    return key.find_first_of("0123456789.,'", unit) == std::string_view::npos
               ? unit
               : std::string_view::npos;
}

// A number written together with its unit is two words, unless the lexicon knows it as one ("5k").
void part_units(utterance& u, const language& speech) {
    const auto unit_in = [&](const token& t) {
        const auto unit = t.unsegmented || t.is_number ? std::string_view::npos : unit_of(t.key);
        if (unit == std::string_view::npos) return unit;
        auto whole = t;
        speech.patterns().identify(whole);
        return whole.key_id == 0 && whole.stem_id == 0 ? unit : std::string_view::npos;
    };
    for (std::size_t i = 0; i < u.tokens.size(); ++i) {
        const auto unit = unit_in(u.tokens[i]);
        if (unit == std::string_view::npos) continue;
        auto rest = u.tokens[i];
        rest.key.erase(0, unit);
        auto& number = u.tokens[i];
        number.key.resize(unit);
        const auto read = speech.splitter().split(normalize(number.key));
        if (read.tokens.size() == 1) {
            number.number = read.tokens[0].number;
            number.is_number = read.tokens[0].is_number;
        }
        u.tokens.insert(u.tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(rest));
    }
}

// A particle that means a word of its own ("not", say) and was written together with another one.
void part_particles(utterance& u, const language& speech) {
    for (std::size_t i = 0; i < u.tokens.size(); ++i) {
        if (u.tokens[i].unsegmented || u.tokens[i].is_number) continue;
        auto pair = speech.parted(u.tokens[i].key);
        if (pair.second.empty()) continue;
        auto rest = u.tokens[i];
        rest.key = std::move(pair.second); // the next to be looked at: it may be two words itself
        u.tokens[i].key = std::move(pair.first);
        u.tokens.insert(u.tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(rest));
    }
}

// A word that the lexicon does not know, taken as one that it knows: without its particles, or
// without a slip of the fingers.
void correct(token& t, const language& speech) {
    if (t.unsegmented || t.is_number || t.key_id != 0 || t.stem_id != 0) return;
    if (auto bare = speech.bare(t.key); !bare.empty()) {
        t.key = std::move(bare);
        return speech.patterns().identify(t);
    }
    const auto nearest = speech.speller().nearest(t.key);
    if (nearest.empty()) return;
    t.key = nearest;
    t.respelt = true;
    speech.patterns().identify(t);
}

// A clause also begins at a word that joins: "my knee hurts but the hip is fine".
void split_clauses(utterance& u, std::span<const phrase> found, const language& speech) {
    std::vector<bool> joiners(u.tokens.size(), false);
    for (const auto& p : found) {
        if (speech.role(p.label).kind == label_kind::joiner) joiners[p.begin] = true;
    }
    std::uint32_t clause = 0;
    for (std::size_t i = 0; i < u.tokens.size(); ++i) {
        const auto before = i == 0 ? u.tokens[0].clause : u.clauses;
        u.clauses = u.tokens[i].clause;
        if (i > 0 && (u.tokens[i].clause != before || joiners[i])) ++clause;
        u.tokens[i].clause = clause;
    }
    u.clauses = u.tokens.empty() ? 0 : clause + 1;
}

// Drops what stands inside a look-alike ("hip hop") or inside a longer mention of the same concept.
void drop_hidden(std::vector<mention>& mentions, const language& speech) {
    const auto hides = [&](const mention& outer, const mention& inner) {
        if (inner.begin < outer.begin || inner.end > outer.end) return false;
        const bool longer = outer.end - outer.begin > inner.end - inner.begin;
        if (outer.concept_id == inner.concept_id) return longer;
        const auto& how = speech.traits(outer.concept_id);
        return (how.hides_all && longer) ||
               (how.hides_danger && speech.traits(inner.concept_id).dangerous);
    };
    std::vector<mention> kept;
    kept.reserve(mentions.size());
    for (const auto& m : mentions) {
        const bool hidden = std::ranges::any_of(
            mentions, [&](const mention& outer) { return &outer != &m && hides(outer, m); });
        if (!hidden) kept.push_back(m);
    }
    mentions = std::move(kept);
}

} // namespace

utterance analyze(std::string_view bytes, const language& speech, std::size_t max_bytes) {
    const auto read = clip(bytes, max_bytes);
    auto u = speech.splitter().split(normalize(read));
    u.truncated = read.size() < bytes.size();
    if (u.tokens.size() > max_tokens) {
        u.tokens.resize(max_tokens);
        u.truncated = true;
    }
    respell(u, speech);
    part_units(u, speech);
    part_particles(u, speech);
    for (auto& t : u.tokens) {
        speech.patterns().identify(t);
        correct(t, speech);
        t.denies = !t.unsegmented && speech.denies(t.key);
    }

    thread_local phrase_search scratch; // memory only: nothing of a message outlives the next line
    const auto found = speech.patterns().find(u.tokens, scratch);
    split_clauses(u, found, speech);
    for (const auto& p : found) {
        const auto& role = speech.role(p.label);
        if (role.kind != label_kind::mention) continue;
        u.mentions.push_back({.concept_id = role.concept_id,
                              .begin = p.begin,
                              .end = p.end,
                              .stance = stance::asserted,
                              .cue = {}});
    }
    drop_hidden(u.mentions, speech);
    mark_stances(u, found, speech);
    return u;
}

} // namespace gaitkeeper::text
