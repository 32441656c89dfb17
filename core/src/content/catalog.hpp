#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content/json.hpp"
#include "text/language.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::content {

/// A topic, by its place in `catalog.json`.
enum class topic_index : std::uint16_t {};

enum class topic_kind : std::uint8_t { guidance, chat, scope };

/// What the code does with a topic; it knows no other difference between topics.
enum class topic_role : std::uint8_t {
    none,
    overview,  ///< general: gives way to the specific topics below it
    seek_care, ///< what a red flag leads to
    summary,   ///< everything in short
    greet,
    thanks,
    bye,
    help,
    identity,
    human,
    more,
    yes,
    no,
    language,
    privacy,
    elsewhere, ///< out of scope: another part of the body
    unrelated, ///< out of scope: anything else
};

struct topic {
    std::string id;
    topic_kind kind = topic_kind::guidance;
    topic_role role = topic_role::none;
    unsigned section = 0; ///< of the source article; 0: all of it, or none
    std::optional<topic_index> overview;
    std::vector<text::concept_index> ruled_out_by; ///< denied, they take the topic away
    std::vector<topic_index> next;                 ///< what to suggest afterwards
    std::string review_by;                         ///< YYYY-MM-DD; empty: the catalog's
    std::size_t examples = 0; ///< how many of them every locale is to have at least
    bool with_flags = false;  ///< may be spoken of beside a red flag: advises nothing to do
};

/// One short question back, and what its answer leads to.
struct question {
    struct answer {
        std::vector<text::concept_index> when;
        std::vector<topic_index> topics;
    };
    std::string id;
    std::vector<topic_index> after;
    std::vector<text::concept_index> unless;
    std::vector<answer> answers;
    std::vector<std::string> offers; ///< names of ready answers to suggest, in order
};

struct concept_info {
    text::concept_traits traits;
    bool history = false; ///< counts for red flags even when it is past
};

/// What can be meant and what can be answered, in no language. Immutable once read.
struct catalog {
    std::string version;
    std::string default_locale;
    std::string review_by; ///< when the guidance is to be looked at again, YYYY-MM-DD; may be empty
    std::vector<concept_info> concepts;
    std::vector<topic> topics;
    std::vector<question> questions;
    /// The share of messages in scope that may be refused for the sake of refusing what is not;
    /// unsaid, a message wrongly refused weighs as much as one wrongly answered.
    std::optional<double> may_refuse;
    /// The share of harmless messages that may raise a red flag for the sake of finding those that
    /// no rule describes; unsaid, the rules alone raise them.
    std::optional<double> may_alarm;
    std::vector<topic_index> starters; ///< what to suggest where nothing was asked yet

    [[nodiscard]] const topic& at(topic_index i) const {
        return topics[static_cast<std::size_t>(i)];
    }
    [[nodiscard]] std::optional<topic_index> find_topic(std::string_view id) const;
    [[nodiscard]] std::optional<topic_index> with_role(topic_role role) const;
    [[nodiscard]] std::optional<text::concept_index> find_concept(std::string_view id) const;
};

/// Reads concepts.json, then catalog.json; every problem is reported where it stands.
void read_concepts(const json_value& file, catalog& into);
void read_catalog(const json_value& file, catalog& into);

} // namespace gaitkeeper::content
