#include "text/pattern.hpp"

#include <algorithm>
#include <charconv>
#include <span>

namespace gaitkeeper::text {
namespace {

constexpr std::string_view special = " \t()|?~#<>$=*";
constexpr int max_depth = 32;

class compiler {
public:
    compiler(std::string_view text, const pattern_words& words, std::string& problem)
        : text_(text), words_(words), problem_(problem) {}

    program run() {
        sequence(0);
        if (at_ < text_.size()) fail("a ')' or '|' without its '('");
        emit({opcode::success});
        if (problem_.empty()) check_edges();
        return std::move(code_);
    }

private:
    void fail(std::string_view what) {
        if (problem_.empty()) problem_ = what;
        at_ = text_.size();
    }

    [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) noexcept {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void skip_spaces() noexcept {
        while (peek() == ' ' || peek() == '\t')
            ++at_;
    }
    [[nodiscard]] std::uint32_t here() const noexcept {
        return static_cast<std::uint32_t>(code_.size());
    }
    void emit(instruction i) { code_.push_back(i); }

    // Whatever stands between here and the next special character.
    std::string_view run_of_text() noexcept {
        const auto from = at_;
        while (at_ < text_.size() && special.find(text_[at_]) == std::string_view::npos)
            ++at_;
        return text_.substr(from, at_ - from);
    }

    void sequence(int depth) {
        if (depth > max_depth) return fail("brackets nested too deep");
        for (skip_spaces(); at_ < text_.size() && peek() != ')' && peek() != '|'; skip_spaces()) {
            const auto from = here();
            item(depth);
            if (take('?')) make_optional(from);
        }
    }

    // Puts a split before the code from `from` on; targets inside move by one.
    void make_optional(std::uint32_t from) {
        for (auto i = from; i < here(); ++i) {
            if (code_[i].what == opcode::split || code_[i].what == opcode::jump) ++code_[i].a;
        }
        code_.insert(code_.begin() + from, instruction{opcode::split, here() + 1});
    }

    void item(int depth) {
        switch (peek()) {
        case '(':
            return group(depth);
        case '~':
            return gap();
        case '#':
            return number();
        case '<':
            return label('<');
        case '$':
            return label('$');
        case '=':
            ++at_;
            return literal(true);
        case '?':
        case '*':
        case '>':
            return fail(std::string("a '") + peek() + "' that belongs to nothing");
        default:
            return literal(false);
        }
    }

    void group(int depth) {
        take('(');
        auto around = std::move(code_);
        program words; // the alternatives of one step, looked for at once
        std::vector<program> ways;
        do {
            code_.clear();
            sequence(depth + 1);
            if (code_.empty()) fail("an empty alternative; write (a|b)? where it may be missing");
            if (code_.size() == 1 && code_[0].what != opcode::gap)
                words.push_back(code_[0]);
            else
                ways.push_back(std::move(code_));
        } while (take('|'));
        if (!take(')')) fail("a '(' without its ')'");
        if (words.size() > 1)
            words.insert(words.begin(), {opcode::one_of, static_cast<std::uint32_t>(words.size())});
        if (!words.empty()) ways.push_back(std::move(words));
        code_ = std::move(around);
        emit_ways(ways);
    }

    void emit_ways(const std::vector<program>& ways) {
        std::vector<std::uint32_t> exits;
        for (const auto& way : ways) {
            const bool last = &way == &ways.back();
            // The last alternative has no other way.
            if (!last) emit({opcode::split, here() + 2 + static_cast<std::uint32_t>(way.size())});
            const auto from = here();
            for (auto i : way) {
                if (i.what == opcode::split || i.what == opcode::jump) i.a += from;
                emit(i);
            }
            if (last) break;
            exits.push_back(here());
            emit({opcode::jump});
        }
        for (const auto exit : exits)
            code_[exit].a = here();
    }

    void gap() {
        take('~');
        emit({opcode::gap, take('~') ? 8U : 3U});
    }

    void number() {
        take('#');
        float low = 0, high = 1e9F;
        const auto digits = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
        const auto read = [&](float& to) {
            const auto from = at_;
            while (digits(peek()))
                ++at_;
            return std::from_chars(text_.data() + from, text_.data() + at_, to).ec == std::errc{};
        };
        if (digits(peek())) {
            if (!read(low)) return fail("a number that is none");
            high = low;
            if (take('-') && !read(high)) return fail("a range without its end");
            if (high < low) return fail("a range whose end is below its beginning");
        }
        emit({opcode::number, 0, low, high});
    }

    void label(char kind) {
        ++at_;
        auto name = run_of_text();
        if (kind == '<' && !take('>')) return fail("a '<' without its '>'");
        const auto full = (kind == '$' ? "$" : "") + std::string(name);
        const auto found = words_.label(full);
        if (found == no_label) return fail("nothing is called " + full);
        emit({opcode::label, found});
    }

    void literal(bool exact) {
        const auto written = run_of_text();
        if (written.empty()) return fail("a word is missing");
        if (take('*')) {
            const auto id = words_.prefix(written);
            if (id == 0) return fail("a '*' after something that is not one word");
            return emit({opcode::prefix, id});
        }
        const auto ids = words_.literal(written, exact);
        if (ids.empty()) return fail("'" + std::string(written) + "' has no letter or digit");
        for (const auto id : ids)
            emit({exact ? opcode::form : opcode::word, id});
    }

    void check_edges() {
        // Reading from a gap or from nothing would match everywhere.
        const auto first = first_of(code_);
        if (first.empty() || std::ranges::any_of(first, [](const instruction& i) {
                return i.what == opcode::gap || i.what == opcode::success;
            })) {
            problem_ = "it begins with a gap or may match nothing";
        } else if (code_.size() > 1 && code_[code_.size() - 2].what == opcode::gap) {
            problem_ = "it ends in a gap";
        }
    }

    std::string_view text_;
    const pattern_words& words_;
    std::string& problem_;
    std::size_t at_ = 0;
    program code_;
};

} // namespace

program compile_pattern(std::string_view pattern, const pattern_words& words,
                        std::string& problem) {
    problem.clear();
    return compiler(pattern, words, problem).run();
}

std::vector<std::uint32_t> labels_of(const program& p) {
    std::vector<std::uint32_t> labels;
    for (const auto& i : p) {
        if (i.what == opcode::label) labels.push_back(i.a);
    }
    return labels;
}

namespace {

// How many tokens the paths to an instruction have read: bit 0 for none, bit 1 for one, bit 2 for
// more.
using counts = std::uint8_t;
constexpr counts none = 1, one = 2, more = 4;

unsigned count_after(const instruction& reads, unsigned before) noexcept {
    if (reads.what == opcode::label) return one | more;
    return ((before & none) != 0 ? one : 0U) | ((before & (one | more)) != 0 ? more : 0U);
}

// Follows all paths from `begin` to `end`, which they all pass, and gathers what reads first.
counts follow(const program& p, std::size_t begin, std::size_t end,
              std::vector<instruction>& first) {
    std::vector<counts> at(end - begin + 1, 0);
    const auto reach = [&](std::size_t to, unsigned how) {
        at[to - begin] |= static_cast<counts>(how);
    };
    reach(begin, none);
    for (auto pc = begin; pc < end; ++pc) {
        const auto& i = p[pc];
        const unsigned before = at[pc - begin];
        if (before == 0) continue;
        switch (i.what) {
        case opcode::jump:
            reach(i.a, before);
            break;
        case opcode::split:
            reach(i.a, before);
            reach(pc + 1, before);
            break;
        case opcode::gap:
            reach(pc + 1, before | one | more);
            break;
        case opcode::success:
            break;
        case opcode::one_of: {
            const auto members = std::span(p).subspan(pc + 1, i.a);
            if ((before & none) != 0) first.insert(first.end(), members.begin(), members.end());
            unsigned read = 0;
            for (const auto& m : members)
                read |= count_after(m, before);
            reach(pc + 1 + i.a, read);
            break;
        }
        default:
            if ((before & none) != 0) first.push_back(i);
            reach(pc + 1, count_after(i, before));
        }
    }
    return at[end - begin];
}

} // namespace

std::vector<landmark> landmarks_of(const program& p) {
    std::vector<landmark> all;
    landmark next;
    std::size_t begin = 0, furthest = 0; // where some path lands that leads over what is between
    for (std::size_t pc = 0; pc < p.size(); ++pc) {
        if (pc > begin && furthest <= pc) {
            const auto read = follow(p, begin, pc, next.any);
            if ((read & none) == 0) all.push_back(next);
            next.any.clear();
            next.least += (read & none) != 0 ? 0 : ((read & one) != 0 ? 1 : 2);
            const bool known = read == one && next.most != UINT32_MAX;
            next.most = known ? next.most + 1 : UINT32_MAX;
            begin = pc;
        }
        if (p[pc].what == opcode::split || p[pc].what == opcode::jump) {
            furthest = std::max<std::size_t>(furthest, p[pc].a);
        } else if (p[pc].what == opcode::one_of) {
            furthest = std::max(furthest, pc + 1 + p[pc].a);
        }
    }
    return all;
}

std::vector<instruction> first_of(const program& p) {
    std::vector<instruction> first;
    std::vector<bool> reached(p.size(), false);
    if (!p.empty()) reached[0] = true;
    for (std::size_t pc = 0; pc < p.size(); ++pc) {
        if (!reached[pc]) continue;
        const auto& i = p[pc];
        if (i.what == opcode::jump) {
            reached[i.a] = true;
        } else if (i.what == opcode::split) {
            reached[pc + 1] = reached[i.a] = true;
        } else if (i.what == opcode::one_of) {
            std::fill_n(reached.begin() + static_cast<std::ptrdiff_t>(pc) + 1, i.a, true);
        } else {
            first.push_back(i);
        }
    }
    return first;
}

} // namespace gaitkeeper::text
