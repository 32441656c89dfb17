#include "dialog/locale.hpp"

#include <algorithm>

#include "text/normalize.hpp"

namespace gaitkeeper::dialog {
namespace {

constexpr std::size_t read_bytes = 1024; // enough to know a language by

// How much more likely another language must make a message, in nats, before it is believed: a
// page's language is a guess, that of a conversation is known.
constexpr float margin_of(expectation e) {
    switch (e) {
    case expectation::spoken:
        return 6;
    case expectation::named:
        return 3;
    case expectation::unfounded:
        break;
    }
    return 0;
}

// A message of many slips that names what it is about is nobody else's; but words of two languages
// may look alike, and scripts be shared.
constexpr float stranger_though_understood = 1.25F;
constexpr double certainly_ours = 0.97;

} // namespace

chosen_locale choose_locale(const content::library& library, const conversation& talk,
                            const message& said) {
    const auto& tags = library.locales();
    chosen_locale made;
    if (!said.locale.empty()) made.hint = library.negotiate(said.locale);
    const bool spoken = !talk.locale.empty() && (made.hint.empty() || made.hint == talk.hint);
    made.reason = spoken              ? expectation::spoken
                  : made.hint.empty() ? expectation::unfounded
                                      : expectation::named;
    made.margin = margin_of(made.reason);
    made.expected = spoken ? library.negotiate(talk.locale)
                           : (made.hint.empty() ? library.negotiate({}) : made.hint);
    made.evidence =
        library.languages().weigh(text::normalize(text::clip(said.text, read_bytes)).text);

    const auto& all = made.evidence;
    const auto& expected =
        all[static_cast<std::size_t>(std::ranges::find(tags, made.expected) - tags.begin())];
    const auto best = text::likeliest(all);
    const bool is_known = all[best].words > 0 || all[best].script > expected.script;
    made.tag = is_known && expected.behind > made.margin ? tags[best] : made.expected;
    made.strangeness = all[best].strangeness;
    return made;
}

bool is_lost(const chosen_locale& language, const text::utterance& said, double in_scope,
             const content::catalog& catalog) {
    if (in_scope >= certainly_ours) return false;
    const bool names_subject = std::ranges::any_of(said.mentions, [&](const text::mention& m) {
        return catalog.concepts[static_cast<std::size_t>(m.concept_id)].traits.subject;
    });
    return language.strangeness > (names_subject ? stranger_though_understood : 1);
}

} // namespace gaitkeeper::dialog
