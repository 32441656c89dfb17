#pragma once

#include <optional>
#include <vector>

#include "content/catalog.hpp"
#include "gaitkeeper/conversation.hpp"
#include "match/select.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::dialog {

/// A conversation's memory as places in the catalog; ids that the catalog does not know are
/// dropped, since the memory may come from another version of the content.
struct memory {
    std::vector<content::topic_index> recent, offered, told;
    std::vector<text::concept_index> concepts;
    std::optional<std::size_t> question;
};
[[nodiscard]] memory recall(const conversation& talk, const content::catalog& catalog);

/// What this turn is about, once the conversation has been taken into account.
struct turn {
    std::vector<match::scored_topic> topics;
    std::vector<content::topic_index> refused;
    bool in_full = false;   ///< the whole text, also where only its short form would be due
    bool exhausted = false; ///< asked for more, and there is none
    bool unsure = false;    ///< ask which of `topics` is meant
    std::optional<std::size_t> question;           ///< a question of the catalog to put
    bool lost = false;                             ///< say which languages there are
    std::vector<content::topic_index> ruled_out{}; ///< what an overview is not to speak of
};

/// Understands "more", "yes", "no", short follow-ups and answers to our own question.
[[nodiscard]] turn resolve(const text::utterance& said, const match::selection& selected,
                           const memory& before, const content::catalog& catalog);

/// For a message in no language of ours: it is about nothing that we know.
[[nodiscard]] turn lose(const content::catalog& catalog);

/// Adds the concepts that the message asserts, and those of a person's history that it tells, to
/// those remembered, and drops what it denies.
[[nodiscard]] std::vector<text::concept_index>
remember(const std::vector<text::concept_index>& before, const text::utterance& said,
         const content::catalog& catalog);

} // namespace gaitkeeper::dialog
