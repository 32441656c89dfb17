#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "content/library.hpp"
#include "gaitkeeper/conversation.hpp"
#include "gaitkeeper/message.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::dialog {

/// Why a locale was expected before the message was read.
enum class expectation : std::uint8_t {
    unfounded, ///< nothing was spoken and nothing named: the content's default
    named,     ///< by the page, or whatever else brings the message
    spoken,    ///< the conversation was held in it
};

/// In which of the installed locales a message is read and answered.
struct chosen_locale {
    std::string tag;
    std::string hint;     ///< the installed locale that the message's own hint stands for
    std::string expected; ///< what `tag` is unless the message is clearly in another
    expectation reason = expectation::unfounded;
    float margin = 0; ///< how far behind the likeliest the expected one may be, in nats
    std::vector<text::language_evidence> evidence; ///< by locale
    float strangeness = 0; ///< beside the strangest of the likeliest one's own messages, 1
};

/// The language that was spoken, or that a page now names, unless the message is clearly in
/// another: known by some word of it, or by its letters. A person who changes the page's language
/// means it, whatever was spoken before.
[[nodiscard]] chosen_locale choose_locale(const content::library& library, const conversation& talk,
                                          const message& said);

/// Whether a message was not understood, though read in the locale that comes nearest: it reads
/// like none of them. One that names a subject of statements must be the stranger for that, and
/// one that is as good as certainly about what we know (`in_scope`) is understood, strange as it
/// is: slips, names and dialect are strange too.
[[nodiscard]] bool is_lost(const chosen_locale& language, const text::utterance& said,
                           double in_scope, const content::catalog& catalog);

} // namespace gaitkeeper::dialog
