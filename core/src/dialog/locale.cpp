#include "dialog/locale.hpp"

#include <algorithm>

#include "text/normalize.hpp"

namespace gaitkeeper::dialog {
namespace {

constexpr std::size_t read_bytes = 1024; // enough to know a language by

// How much more likely another language must make a message, in nats, before it is believed: a
// page's language is a guess, that of a conversation is known.
constexpr float against_hint = 3;
constexpr float against_talk = 6;

} // namespace

chosen_locale choose_locale(const content::library& library, const conversation& talk,
                            const message& said) {
    const auto& tags = library.locales();
    chosen_locale made;
    if (!said.locale.empty()) made.hint = library.negotiate(said.locale);
    const bool spoken = !talk.locale.empty() && (made.hint.empty() || made.hint == talk.hint);
    made.tag = spoken ? library.negotiate(talk.locale)
                      : (made.hint.empty() ? library.negotiate({}) : made.hint);
    made.evidence =
        library.languages().weigh(text::normalize(text::clip(said.text, read_bytes)).text);

    const auto& all = made.evidence;
    const auto& expected =
        all[static_cast<std::size_t>(std::ranges::find(tags, made.tag) - tags.begin())];
    const auto best = text::likeliest(all);
    const bool is_known = all[best].words > 0 || all[best].script > expected.script;
    const auto margin = spoken ? against_talk : made.hint.empty() ? 0.0F : against_hint;
    if (is_known && expected.behind > margin) made.tag = tags[best];
    return made;
}

} // namespace gaitkeeper::dialog
