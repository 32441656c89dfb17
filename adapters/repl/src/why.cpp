#include "gaitkeeper/repl/why.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "gaitkeeper/repl/wrap.hpp"

namespace gaitkeeper::repl {
namespace {

constexpr std::size_t near_misses = 2; // topics that were not named, told all the same
constexpr std::size_t parts_told = 4;  // words and concepts on either side of a topic
constexpr double worth_telling = 0.2;  // logits; less moves no decision
constexpr double close_enough = 0.02;  // confidence below which a topic did not come close

std::string whole(double number) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%.0f", number);
    return digits;
}

std::string percent(double share) {
    return whole(share * 100);
}

// What so many nats are as a factor; beyond a million nobody cares.
double times(double nats) {
    return std::min(std::floor(std::exp(nats)), 1e6);
}

const explanation* part(const explanation& tree, std::string_view what) {
    const auto at = std::ranges::find(tree.parts, what, &explanation::what);
    return at == tree.parts.end() ? nullptr : &*at;
}

class teller {
public:
    teller(const engine& with, std::string_view locale, std::size_t width)
        : engine_(with), locale_(locale), width_(width) {}

    std::string tell(const explanation& tree) {
        if (const auto* spoken = part(tree, "language")) language(*spoken);
        if (const auto* clauses = part(tree, "clauses")) heard(*clauses);
        if (const auto* concepts = part(tree, "concepts")) found(*concepts);
        if (const auto* triage = part(tree, "triage")) danger(*triage);
        if (const auto* scope = part(tree, "in_scope")) {
            line("", scope->value == "passed" ? "ours" : "not_ours",
                 {{"score", percent(scope->score)}, {"mark", percent(scope->parts.front().score)}});
        }
        if (const auto* topics = part(tree, "topics")) tell_topics(*topics);
        if (const auto* nearest = part(tree, "nearest");
            nearest != nullptr && !nearest->parts.empty()) {
            line("", "nearest", {});
            for (const auto& n : nearest->parts)
                out_ += wrap(n.value + " (" + n.what + ')', width_, "  ") + '\n';
        }
        return std::move(out_);
    }

private:
    using arguments = std::vector<std::pair<std::string, std::string>>;

    [[nodiscard]] std::string say(std::string_view key, const arguments& with) const {
        const std::vector<text_argument> views(with.begin(), with.end());
        return engine_.text(locale_, "ui/why/" + std::string(key), views);
    }

    void line(std::string_view indent, std::string_view key, const arguments& with) {
        out_ += wrap(say(key, with), width_, indent) + '\n';
    }

    // Nothing where the language is the one that was expected, unless it is none of ours.
    void language(const explanation& recognised) {
        if (part(recognised, "lost") != nullptr)
            return line("", "language/lost", {{"tag", recognised.value}});
        const auto* expected = part(recognised, "expected");
        if (expected == nullptr || expected->value == recognised.value) return;
        const auto of = [&](std::string_view tag) {
            return std::ranges::find(recognised.parts, tag, &explanation::value);
        };
        const auto* known = part(*of(recognised.value), "known_words");
        line("", "language/" + expected->parts.front().value,
             {{"tag", recognised.value}, {"expected", expected->value}});
        line("  ", known->score > 0 ? "language/by_words" : "language/by_letters",
             {{"tag", recognised.value},
              {"expected", expected->value},
              {"words", whole(known->score)},
              {"factor", whole(times(of(expected->value)->score))},
              {"mark", whole(times(expected->score))}});
    }

    void heard(const explanation& clauses) {
        std::string all;
        for (const auto& c : clauses.parts)
            all += (all.empty() ? "" : " | ") + c.value;
        line("", "heard", {{"text", all}});
    }

    void found(const explanation& concepts) {
        for (const auto& c : concepts.parts) {
            const auto stance = say("stance/" + c.parts.front().value, {});
            if (c.parts.size() > 1)
                line("  ", "concept_by",
                     {{"words", c.value},
                      {"concept", c.what},
                      {"stance", stance},
                      {"cue", c.parts[1].value}});
            else
                line("  ", "concept",
                     {{"words", c.value}, {"concept", c.what}, {"stance", stance}});
        }
    }

    void danger(const explanation& triage) {
        const explanation* raised = nullptr; // by what was learnt
        std::vector<std::string> flags;
        for (const auto& f : triage.parts) {
            if (f.what != "suspected")
                flags.push_back(f.what + " (" + f.value + ')');
            else if (part(f, "verdict")->value == "raised")
                raised = &f;
        }
        if (flags.empty())
            line("", "no_flags", {});
        else if (raised == nullptr)
            line("", "flags", {{"flags", engine_.list(locale_, flags)}});
        for (const auto& f : triage.parts) {
            if (f.what != "suspected") continue;
            line("", "suspected/" + part(f, "verdict")->value,
                 {{"flag", &f == raised ? flags.front() : f.value},
                  {"score", percent(f.score)},
                  {"mark", percent(part(f, "threshold")->score)}});
        }
    }

    void tell_topics(const explanation& topics) {
        std::size_t missed = 0;
        for (const auto& t : topics.parts) {
            const bool named = t.value == "named";
            if (t.value == "not_named" &&
                (t.parts.empty() || t.score < close_enough || missed++ >= near_misses))
                continue;
            if (t.parts.empty()) { // "named_by_flag", "named_when_lost" and "ruled_out" are keys
                line("", named ? "named_before" : t.value,
                     {{"topic", t.what}, {"score", percent(t.score)}});
                continue;
            }
            const auto& decided = t.parts.front();
            const auto key = named ? "named_by_" + decided.what : t.value;
            line("", key,
                 {{"topic", t.what},
                  {"clause", decided.value},
                  {"score", percent(decided.score)},
                  {"mark", percent(decided.parts.front().score)}});
            sides(t);
        }
    }

    // What spoke most for the topic, and what most against it.
    void sides(const explanation& topic) {
        auto parts = topic.parts;
        std::erase_if(parts, [](const explanation& p) {
            return (p.what != "word" && p.what != "concept") || std::abs(p.score) < worth_telling;
        });
        std::ranges::stable_sort(parts, std::greater{},
                                 [](const explanation& p) { return std::abs(p.score); });
        std::vector<std::string> speaks_for, against;
        for (const auto& p : parts) {
            auto& side = p.score > 0 ? speaks_for : against;
            if (side.size() >= parts_told) continue;
            side.push_back(p.what == "word" ? say("word", {{"word", p.value}}) : p.value);
        }
        if (!speaks_for.empty()) line("  ", "for", {{"parts", engine_.list(locale_, speaks_for)}});
        if (!against.empty()) line("  ", "against", {{"parts", engine_.list(locale_, against)}});
    }

    const engine& engine_;
    std::string_view locale_;
    std::size_t width_;
    std::string out_;
};

} // namespace

std::string tell_why(const engine& with, std::string_view locale, const explanation& tree,
                     std::size_t width) {
    return teller(with, locale, width).tell(tree);
}

} // namespace gaitkeeper::repl
