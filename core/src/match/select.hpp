#pragma once

#include <optional>
#include <span>
#include <vector>

#include "content/catalog.hpp"
#include "match/reading.hpp"

namespace gaitkeeper::match {

/// The numbers that decide what of a ranking is said. Chosen when content is compiled, on messages
/// that the model had not learnt, from the content's error budget.
struct selection_settings {
    float in_scope = 0.5F; ///< probability of all in-scope topics together from which we answer
    float sure = 0.3F;     ///< probability of the best topic below which we ask what is meant
    float second = 0.22F;  ///< probability from which a further topic of the message joins
    float clause = 0.5F;   ///< the same for the best topic of one clause alone
};

struct scored_topic {
    content::topic_index topic{};
    double confidence = 0;
    std::optional<std::size_t> decided_by{}; ///< the ranking, as `rank` counts them; none where
                                             ///< the conversation decided
};

/// What the ranking says of one stretch of the message.
struct ranking {
    std::uint32_t begin = 0, end = 0; ///< tokens
    std::vector<float> probabilities; ///< per topic of the catalog
    double in_scope = 0;              ///< sum over topics in scope
};

struct selection {
    std::vector<scored_topic> topics;          ///< one to three, best first
    std::vector<content::topic_index> refused; ///< would have been named, had it not been ruled out
    bool unsure = false; ///< guidance, but the message fits several topics alike
    std::vector<content::topic_index> ruled_out{}; ///< all that the message rules out
};

/// Rankings of the whole message, then of its clauses where there are several.
[[nodiscard]] std::vector<ranking> rank(reading& message, const model& by,
                                        const content::catalog& catalog);

/// At most three topics: the specific before its overview, none that the message rules out (its
/// overview stands in where nothing else is left), out-of-scope topics alone.
[[nodiscard]] selection select(std::span<const ranking> ranked, const text::utterance& said,
                               const content::catalog& catalog, const selection_settings& settings);

} // namespace gaitkeeper::match
