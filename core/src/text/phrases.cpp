#include "text/phrases.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace gaitkeeper::text {
namespace {

// How many rounds of references stand below each label; a label on a circle is named in `circle`.
std::vector<std::size_t> levels_of(const std::vector<std::vector<program>>& programs,
                                   std::vector<std::size_t>& circle) {
    enum class mark : std::uint8_t { fresh, open, closed };
    std::vector<mark> marks(programs.size(), mark::fresh);
    std::vector<std::size_t> levels(programs.size(), 0);
    const auto visit = [&](const auto& self, std::size_t label) -> std::size_t {
        if (marks[label] == mark::open) {
            circle.push_back(label);
            return 0;
        }
        if (marks[label] == mark::fresh) {
            marks[label] = mark::open;
            for (const auto& p : programs[label]) {
                for (const auto inner : labels_of(p)) {
                    levels[label] = std::max(levels[label], self(self, inner) + 1);
                }
            }
            marks[label] = mark::closed;
        }
        return levels[label];
    };
    for (std::size_t label = 0; label < programs.size(); ++label)
        visit(visit, label);
    return levels;
}

// Where a program goes on when its first token is known to be what the first step reads; 0 where
// that depends on more.
std::uint32_t behind_first(const program& p) noexcept {
    switch (p.front().what) {
    case opcode::word:
    case opcode::form:
    case opcode::prefix:
        return 1;
    case opcode::one_of:
        return 1 + p.front().a;
    default:
        return 0;
    }
}

void note_match(std::vector<phrase_search::found>& here, std::uint32_t label, std::uint64_t ends) {
    const auto known = std::ranges::find(here, label, &phrase_search::found::label);
    if (known == here.end()) {
        here.push_back({label, ends});
    } else {
        known->ends |= ends;
    }
}

} // namespace

phrases::phrases(std::span<const source> sources, const tokenizer& splitter, const stemmer& stems,
                 std::vector<fault>& faults)
    : stemmer_(stems) {
    string_map<std::uint32_t> labels;
    for (std::uint32_t i = 0; i < sources.size(); ++i)
        labels.emplace(sources[i].name, i);

    pattern_words words;
    words.literal = [&](std::string_view literal, bool exact) {
        std::vector<std::uint32_t> read;
        for (const auto& t : splitter.split(normalize(literal)).tokens) {
            auto known = expected_.find(t.key);
            if (known == expected_.end()) {
                spelt_.push_back(t.key);
                known =
                    expected_.emplace(t.key, ids{keys_.add(t.key), stems_.add(stems.stem(t.key))})
                        .first;
            }
            read.push_back(exact ? known->second.key : known->second.stem);
        }
        return read;
    };
    words.prefix = [&](std::string_view literal) -> std::uint32_t {
        const auto tokens = splitter.split(normalize(literal)).tokens;
        if (tokens.size() != 1) return 0;
        const auto id = prefix_ids_.add(tokens[0].key);
        if (id == prefixes_.size()) prefixes_.push_back(tokens[0].key);
        return id;
    };
    words.label = [&](std::string_view name) {
        const auto at = labels.find(name);
        return at == labels.end() ? no_label : at->second;
    };

    std::vector<std::vector<program>> programs(sources.size());
    for (std::size_t label = 0; label < sources.size(); ++label) {
        for (std::size_t i = 0; i < sources[label].patterns.size(); ++i) {
            std::string problem;
            auto p = compile_pattern(sources[label].patterns[i], words, problem);
            if (problem.empty()) {
                programs[label].push_back(std::move(p));
            } else {
                faults.push_back({label, i, std::move(problem)});
            }
        }
    }
    std::vector<std::size_t> circle;
    const auto levels = levels_of(programs, circle);
    for (const auto label : circle) {
        faults.push_back({label, 0, "its patterns lead back to itself"});
        programs[label].clear();
    }
    for (std::uint32_t label = 0; label < programs.size(); ++label) {
        for (auto& p : programs[label])
            add(levels[label], label, std::move(p));
    }
}

void phrases::add(std::size_t level, std::uint32_t label, program p) {
    if (strata_.size() <= level) strata_.resize(level + 1);
    auto& to = strata_[level];
    number_sets(p);
    entry made;
    made.label = label;
    made.begin = static_cast<std::uint32_t>(code_.size());
    code_.insert(code_.end(), p.begin(), p.end());
    made.end = static_cast<std::uint32_t>(code_.size());
    add_needs(p, made);
    const auto behind = behind_first(p);
    const auto at_id = [](std::vector<entries>& lists, std::uint32_t id) -> entries& {
        if (lists.size() <= id) lists.resize(id + std::size_t{1});
        return lists[id];
    };
    const auto note = [&](entries& list) {
        if (list.empty() || list.back().begin != made.begin) list.push_back(made);
    };
    for (const auto& first : first_of(p)) {
        // A number may be out of range and a label longer than a token.
        const bool told = first.what != opcode::number && first.what != opcode::label;
        made.from = told ? behind : 0;
        switch (first.what) {
        case opcode::word:
            note(at_id(to.by_stem, first.a));
            break;
        case opcode::form:
            note(at_id(to.by_key, first.a));
            break;
        case opcode::label:
            note(at_id(to.by_label, first.a));
            break;
        case opcode::number:
            note(to.by_number);
            break;
        case opcode::prefix:
            note(to.by_prefix[prefixes_[first.a]]);
            to.prefix_lengths |= std::uint64_t{1}
                                 << std::min<std::size_t>(prefixes_[first.a].size(), 63);
            break;
        case opcode::one_of:
        case opcode::gap:
        case opcode::split:
        case opcode::jump:
        case opcode::success:
            break;
        }
    }
}

void phrases::number_sets(program& p) {
    for (std::size_t pc = 0; pc < p.size(); ++pc) {
        if (p[pc].what == opcode::one_of)
            p[pc].set = sets_.add(std::span(p).subspan(pc + 1, p[pc].a));
    }
}

void phrases::add_needs(const program& p, entry& to) {
    to.needs_begin = static_cast<std::uint32_t>(needs_.size());
    for (const auto& mark : landmarks_of(p)) {
        if (mark.most == 0) continue; // by its beginning the pattern is found
        const auto set = sets_.add(mark.any);
        if (set == token_sets::any) continue;
        needs_.push_back({set, static_cast<std::uint16_t>(std::min(mark.least, max_pattern_tokens)),
                          mark.least == mark.most});
    }
    const auto first = needs_.begin() + to.needs_begin;
    const auto rarest = std::min_element(first, needs_.end(), [&](const need& a, const need& b) {
        return std::pair(!a.exactly, sets_.size_of(a.set)) <
               std::pair(!b.exactly, sets_.size_of(b.set));
    });
    if (rarest != needs_.end()) {
        to.rarest = *rarest;
        needs_.erase(rarest);
    }
    to.needs_end = static_cast<std::uint32_t>(needs_.size());
}

void phrases::look_at(std::span<const token> tokens, phrase_search& scratch) const {
    const auto words = sets_.words();
    scratch.at.assign(tokens.size() * words, 0);
    scratch.from.resize(tokens.size() * words);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        auto* here = &scratch.at[i * words];
        sets_.mark_any(here);
        sets_.mark_stem(here, tokens[i].stem_id);
        sets_.mark_key(here, tokens[i].key_id);
        if (tokens[i].is_number) sets_.mark_number(here);
    }
    // "Leg is not swollen" is no swollen leg, whatever a pattern lets stand between the two.
    scratch.passable.resize(tokens.size());
    std::uint64_t behind = 0;
    for (std::size_t i = tokens.size(); i-- > 0;) {
        behind = behind << 1U | (tokens[i].denies ? 0U : 1U);
        scratch.passable[i] = behind;
    }
}

// What was found up to now is all that the next level can refer to.
void phrases::look_around(std::span<const token> tokens, phrase_search& scratch) const {
    const auto words = sets_.words();
    for (std::size_t i = tokens.size(); i-- > 0;) {
        auto* here = &scratch.at[i * words];
        auto* from = &scratch.from[i * words];
        for (const auto& f : scratch.by_begin[i])
            sets_.mark_label(here, f.label);
        std::copy_n(here, words, from);
        if (i + 1 == scratch.sentence_end[i]) continue;
        for (std::size_t k = 0; k < words; ++k)
            from[k] |= from[words + k];
    }
}

void phrases::expect(const std::string& word) {
    expected_.emplace(word, ids{keys_.find(word), stems_.find(stemmer_.stem(word))});
}

void phrases::identify(token& t) const {
    const auto known = expected_.find(t.key);
    if (known != expected_.end()) {
        t.key_id = known->second.key;
        t.stem_id = known->second.stem;
    } else {
        t.key_id = 0;
        t.stem_id = stems_.find(t.unsegmented ? t.key : stemmer_.stem(t.key));
    }
}

bool phrases::reads(const instruction& i, const token& t) const {
    switch (i.what) {
    case opcode::word:
        return t.stem_id == i.a;
    case opcode::form:
        return t.key_id == i.a;
    case opcode::prefix:
        return t.key.starts_with(prefixes_[i.a]);
    case opcode::number:
        return t.is_number && t.number >= i.low && t.number <= i.high;
    default:
        return false;
    }
}

void phrases::run(const entry& e, std::span<const token> tokens, std::uint32_t begin,
                  phrase_search& scratch) const {
    // Bit n of states[pc]: instruction pc is reached after n tokens. All paths run at once, and
    // since jumps lead forward one pass is enough: time is bounded whatever the text.
    const std::uint32_t room = std::min(scratch.sentence_end[begin] - begin, max_pattern_tokens);
    const std::uint64_t inside =
        room >= 63 ? ~std::uint64_t{0} >> 1U : (std::uint64_t{1} << room) - 1;
    auto& states = scratch.states;
    states.assign(e.end - e.begin + 1, 0);
    states[e.from] = e.from == 0 ? 1 : 2;
    const std::span code(code_.data() + e.begin, e.end - e.begin);
    const auto words = sets_.words();
    std::size_t furthest = e.from; // instruction reached; most patterns end at their second word
    const auto reach = [&](std::size_t to, std::uint64_t bits) {
        states[to] |= bits;
        if (bits != 0) furthest = std::max(furthest, to);
    };
    // Where the step leads that reads there; a label may read several tokens.
    const auto after = [&](const instruction& i, std::uint32_t n) -> std::uint64_t {
        if (i.what != opcode::label) return reads(i, tokens[begin + n]) ? std::uint64_t{2} << n : 0;
        const auto& here = scratch.by_begin[begin + n];
        const auto known = std::ranges::find(here, i.a, &phrase_search::found::label);
        return known == here.end() ? 0 : known->ends << n;
    };
    for (std::size_t pc = e.from; pc <= furthest; ++pc) {
        auto at = states[pc];
        if (at == 0) continue;
        const auto& i = code[pc];
        switch (i.what) {
        case opcode::word:
        case opcode::form:
        case opcode::prefix:
        case opcode::number:
        case opcode::label:
            for (auto left = at & inside; left != 0; left &= left - 1)
                reach(pc + 1, after(i, static_cast<std::uint32_t>(std::countr_zero(left))));
            break;
        case opcode::one_of:
            for (auto left = at & inside; left != 0; left &= left - 1) {
                const auto n = static_cast<std::uint32_t>(std::countr_zero(left));
                if (!token_sets::holds(&scratch.at[(begin + n) * words], i.set)) continue;
                for (const auto& member : code.subspan(pc + 1, i.a))
                    reach(pc + 1 + i.a, after(member, n));
            }
            break;
        case opcode::gap:
            for (auto n = tokens_for(i.a, tokens[begin].unsegmented); n > 0; --n)
                at |= (at & inside & scratch.passable[begin]) << 1U;
            reach(pc + 1, at);
            break;
        case opcode::split:
            reach(i.a, at);
            reach(pc + 1, at);
            break;
        case opcode::jump:
            reach(i.a, at);
            break;
        case opcode::success:
            if (const auto ends = at & (inside << 1U); ends != 0)
                note_match(scratch.by_begin[begin], e.label, ends);
            break;
        }
    }
}

void phrases::consider(const entries& list, std::span<const token> tokens, std::uint32_t begin,
                       phrase_search& scratch) const {
    const auto room = scratch.sentence_end[begin] - begin;
    const auto words = sets_.words();
    const auto* at = &scratch.at[begin * words];
    const auto* from = &scratch.from[begin * words];
    const auto is_there = [&](const need& wanted) {
        return wanted.least < room &&
               token_sets::holds((wanted.exactly ? at : from) + wanted.least * words, wanted.set);
    };
    for (const auto& e : list) {
        if (!is_there(e.rarest)) continue;
        if (e.from + 1 == e.end - e.begin) { // nothing but success is left
            note_match(scratch.by_begin[begin], e.label, 2);
            continue;
        }
        const auto others = std::span(needs_).subspan(e.needs_begin, e.needs_end - e.needs_begin);
        if (std::ranges::all_of(others, is_there)) run(e, tokens, begin, scratch);
    }
}

void phrases::start(const stratum& level, std::span<const token> tokens, std::uint32_t begin,
                    phrase_search& scratch) const {
    const auto& t = tokens[begin];
    const auto look_in = [&](const std::vector<entries>& lists, std::uint32_t id) {
        if (id < lists.size()) consider(lists[id], tokens, begin, scratch);
    };
    look_in(level.by_stem, t.stem_id); // nothing stands under 0, which unknown words have
    look_in(level.by_key, t.key_id);
    if (t.is_number) consider(level.by_number, tokens, begin, scratch);
    for (auto lengths = level.prefix_lengths; lengths != 0; lengths &= lengths - 1) {
        const auto n = static_cast<std::size_t>(std::countr_zero(lengths));
        if (n > t.key.size()) break;
        const auto at = level.by_prefix.find(std::string_view(t.key).substr(0, n));
        if (at != level.by_prefix.end()) consider(at->second, tokens, begin, scratch);
    }
    if (!level.by_label.empty()) {
        // What runs here only adds labels of this level, which no pattern of it begins with.
        const auto labels = scratch.by_begin[begin].size();
        for (std::size_t i = 0; i < labels; ++i)
            look_in(level.by_label, scratch.by_begin[begin][i].label);
    }
}

std::vector<phrase> phrases::find(std::span<const token> tokens, phrase_search& scratch) const {
    const auto count = static_cast<std::uint32_t>(tokens.size());
    if (scratch.by_begin.size() < count) scratch.by_begin.resize(count);
    for (std::uint32_t i = 0; i < count; ++i)
        scratch.by_begin[i].clear();
    scratch.sentence_end.assign(count, count);
    for (std::uint32_t i = count; i-- > 0;) {
        if (i + 1 < count) {
            scratch.sentence_end[i] =
                tokens[i].sentence == tokens[i + 1].sentence ? scratch.sentence_end[i + 1] : i + 1;
        }
    }
    look_at(tokens, scratch);
    for (const auto& level : strata_) {
        look_around(tokens, scratch);
        for (std::uint32_t i = 0; i < count; ++i)
            start(level, tokens, i, scratch);
    }
    std::vector<phrase> all;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto from = all.size();
        for (const auto& f : scratch.by_begin[i]) {
            all.push_back({f.label, i, i + static_cast<std::uint32_t>(std::bit_width(f.ends)) - 1});
        }
        std::ranges::sort(all.begin() + static_cast<std::ptrdiff_t>(from), all.end(),
                          [](const phrase& a, const phrase& b) {
                              return a.end != b.end ? a.end > b.end : a.label < b.label;
                          });
    }
    return all;
}

} // namespace gaitkeeper::text
