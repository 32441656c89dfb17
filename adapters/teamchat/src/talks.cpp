#include "gaitkeeper/teamchat/talks.hpp"

namespace gaitkeeper::teamchat {
namespace {

constexpr std::size_t longest_order = 32; // what is kept is small, whoever sends it

// "1700000000.000100": of two numbers of seconds the longer is the larger.
bool is_before(std::string_view a, std::string_view b) {
    const auto seconds = [](std::string_view text) {
        return text.substr(0, text.find('.')).size();
    };
    return seconds(a) != seconds(b) ? seconds(a) < seconds(b) : a < b;
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
    conversation as_it_is;
    if (is_late)
        as_it_is = in->state;
    else
        in->newest = now_said.order.substr(0, longest_order);
    auto& state = is_late ? as_it_is : in->state;
    auto locale = now_said.locale;
    if (locale.empty() && state.locale.empty()) locale = services_.default_locale;
    auto made =
        services_.engine_now().respond(state, {now_said.text, locale, services_.default_region});
    if (services_.answered) services_.answered(made, std::chrono::steady_clock::now() - begun);
    return made;
}

} // namespace gaitkeeper::teamchat
