#include "gaitkeeper/repl/session.hpp"

#include <algorithm>
#include <array>

#include "gaitkeeper/repl/why.hpp"
#include "gaitkeeper/repl/wrap.hpp"

namespace gaitkeeper::repl {
namespace {

constexpr std::array<std::string_view, 6> commands{":help",   ":why",   ":locale",
                                                   ":region", ":reset", ":quit"};

constexpr std::string_view red = "\x1b[1;31m", yellow = "\x1b[33m", dim = "\x1b[2m",
                           plain = "\x1b[0m";

std::string joined(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& one : all)
        out += (out.empty() ? "" : " ") + one;
    return out;
}

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t'))
        s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r'))
        s.remove_suffix(1);
    return s;
}

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

} // namespace

session::session(const engine& with, std::string_view locale, std::string region, style look)
    : engine_(with), locale_(with.negotiate(locale)), region_(std::move(region)), look_(look) {}

std::string session::say(std::string_view key) const {
    return engine_.text(locale_, "ui/" + std::string(key));
}

std::string session::say(std::string_view key, std::string_view name,
                         std::string_view value) const {
    const text_argument with{name, value};
    return engine_.text(locale_, "ui/" + std::string(key), {&with, 1});
}

std::string session::welcome() const {
    return wrap(say("repl/welcome"), look_.width);
}

std::string session::prompt() const {
    return say("repl/prompt");
}

std::string session::take(std::string_view line) {
    const auto said = trimmed(line);
    if (said.starts_with(':') && said.size() > 1 && said[1] >= 'a' && said[1] <= 'z')
        return command(said);
    before_ = talk_;
    last_ = line;
    const auto answer = engine_.respond(talk_, {line, locale_, region_});
    return show(answer);
}

std::string session::show(const reply& answer) const {
    std::string out;
    // All around an answer is said in the answer's language.
    const auto word = [&](std::string_view key) {
        return engine_.text(answer.locale, "ui/repl/" + std::string(key));
    };
    const auto paint = [&](std::string_view colour, const std::string& text) {
        return look_.colour ? std::string(colour) + text + std::string(plain) : text;
    };
    for (const auto& b : answer.blocks) {
        if (!out.empty()) out += '\n';
        switch (b.kind) {
        case block_kind::emergency:
            out += paint(red, "!!! " + word("emergency") + " !!!\n" +
                                  wrap(b.text, look_.width, "!!! ")) +
                   '\n';
            break;
        case block_kind::caution: {
            const bool urgent = answer.triage.level == triage_level::urgent;
            out += paint(yellow, (urgent ? "! " + word("caution") + '\n' : "") +
                                     wrap(b.text, look_.width, urgent ? "! " : "")) +
                   '\n';
            break;
        }
        case block_kind::note:
            out += paint(dim, wrap(b.text, look_.width)) + '\n';
            break;
        case block_kind::answer:
        case block_kind::question:
            out += wrap(b.text, look_.width) + '\n';
            break;
        }
    }
    if (!answer.suggestions.empty()) {
        out += '\n' + word("suggestions") + '\n';
        for (const auto& s : answer.suggestions)
            out += wrap("- " + s.text, look_.width, "  ") + '\n';
    }
    return out;
}

std::string session::command(std::string_view line) {
    const auto space = line.find(' ');
    const auto name = line.substr(0, space);
    const auto rest =
        space == std::string_view::npos ? std::string_view{} : trimmed(line.substr(space));
    if (name == ":help") return wrap(say("repl/help"), look_.width) + '\n';
    if (name == ":why") return why();
    if (name == ":locale") return set_locale(rest);
    if (name == ":region") return set_region(rest);
    if (name == ":reset") {
        talk_ = before_ = {};
        last_.clear();
        return say("repl/reset_done") + '\n';
    }
    if (name == ":quit") {
        over_ = true;
        return say("repl/bye") + '\n';
    }
    return say("repl/unknown_command", "given", name) + '\n';
}

std::string session::set_locale(std::string_view tag) {
    const auto all = engine_.locales();
    if (tag.empty()) return joined(all) + '\n';
    const auto found = engine_.negotiate(tag);
    const auto language = tag.substr(0, tag.find_first_of("-_"));
    if (!same_letters(language, std::string_view(found).substr(0, language.size()))) {
        return say("repl/locale_unknown", "given", tag) + ' ' + joined(all) + '\n';
    }
    locale_ = found;
    return say("repl/locale_set", "locale", found) + '\n';
}

std::string session::set_region(std::string_view code) {
    const auto all = engine_.regions();
    if (code.empty()) return (region_.empty() ? say("repl/region_none") : region_) + '\n';
    const auto found =
        std::ranges::find_if(all, [&](const auto& r) { return same_letters(r, code); });
    if (found == all.end())
        return say("repl/region_unknown", "given", code) + ' ' + joined(all) + '\n';
    region_ = *found;
    return say("repl/region_set", "region", region_) + '\n';
}

std::string session::why() const {
    if (last_.empty()) return say("repl/no_why") + '\n';
    return tell_why(engine_, locale_, engine_.explain(before_, {last_, locale_, region_}),
                    look_.width);
}

std::vector<std::string> session::completions(std::string_view line) const {
    std::vector<std::string> all;
    const auto offer = [&](std::string candidate) {
        if (candidate.starts_with(line)) all.push_back(std::move(candidate));
    };
    if (line.starts_with(":locale ")) {
        for (const auto& tag : engine_.locales())
            offer(":locale " + tag);
    } else if (line.starts_with(":region ")) {
        for (const auto& code : engine_.regions())
            offer(":region " + code);
    } else if (line.starts_with(':')) {
        for (const auto c : commands)
            offer(std::string(c));
    }
    return all;
}

} // namespace gaitkeeper::repl
