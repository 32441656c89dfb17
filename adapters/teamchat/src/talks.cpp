#include "gaitkeeper/teamchat/talks.hpp"

namespace gaitkeeper::teamchat {
namespace {

// "1700000000.000100": of two numbers of seconds the longer is the larger.
bool is_before(std::string_view a, std::string_view b) {
    const auto seconds = [](std::string_view text) {
        return text.substr(0, text.find('.')).size();
    };
    return seconds(a) != seconds(b) ? seconds(a) < seconds(b) : a < b;
}

// Whether it says something of the matter: sections of the article stand behind it, or a red flag.
bool is_understood(const reply& one) {
    return !one.receipt.topics.empty() || one.triage.level != triage_level::none;
}

bool is_better(const reply& one, const reply& other) {
    if (one.triage.level != other.triage.level) return one.triage.level > other.triage.level;
    if (is_understood(one) != is_understood(other)) return is_understood(one);
    return one.topics.front().confidence > other.topics.front().confidence;
}

// People do not always write in the language that they have set: what is not understood in that one
// is tried in the others. A red flag must not depend on a setting.
reply respond_in_any(const engine& with, conversation& talk, const message& said) {
    auto after = talk;
    auto made = with.respond(after, said);
    for (const auto& tag : is_understood(made) ? std::vector<std::string>{} : with.locales()) {
        if (tag == made.locale) continue;
        auto other_after = talk;
        auto other = with.respond(other_after, {said.text, tag, said.region});
        if (!is_understood(other) || !is_better(other, made)) continue;
        made = std::move(other);
        after = std::move(other_after);
    }
    talk = std::move(after);
    return made;
}

} // namespace

std::shared_ptr<talks::talk> talks::find(std::string_view key, time_point now) {
    const std::scoped_lock held(lock_);
    const auto* known = talks_.find(key, now);
    auto found = known != nullptr ? *known : std::make_shared<talk>();
    talks_.put(key, found, now);
    return found;
}

reply talks::respond(const said& now_said, time_point now) {
    const auto begun = std::chrono::steady_clock::now();
    const auto in = find(now_said.talk, now);
    const std::scoped_lock held(in->busy);
    const bool is_late = is_before(now_said.order, in->newest);
    auto copy = in->state;
    auto& state = is_late ? copy : in->state;
    if (!is_late) in->newest = now_said.order;
    std::string locale = state.locale; // a copy: the talk is written to
    if (locale.empty()) locale = now_said.locale;
    if (locale.empty()) locale = services_.default_locale;
    auto made = respond_in_any(services_.engine_now(), state,
                               {now_said.text, locale, services_.default_region});
    if (services_.answered) services_.answered(made, std::chrono::steady_clock::now() - begun);
    return made;
}

} // namespace gaitkeeper::teamchat
