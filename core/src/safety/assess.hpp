#pragma once

#include <optional>
#include <span>
#include <vector>

#include "content/catalog.hpp"
#include "content/triage_rules.hpp"
#include "gaitkeeper/triage.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::safety {

/// What was learnt from examples: a message may be dangerous.
struct suspicion {
    std::size_t flag = 0; ///< a place in `triage_rules::flags`
    triage_level level = triage_level::urgent;
    double probability = 0; ///< of this flag at any level
};

/// What the rules made of a message.
struct assessment {
    triage found;
    std::vector<std::size_t> flags;   ///< places in `triage_rules::flags`, parallel to found.flags
    std::vector<triage_level> levels; ///< parallel to found.flags
    triage_level still_open{}; ///< nothing new, but what was said before is of this level by itself
    std::optional<std::size_t> believed; ///< which of the suspicions raised the flag, if one did
    bool ours = false; ///< the message, or what was said before, is of a joint or a leg
};

/// Looks for red flags. `remembered` are concepts that earlier turns asserted: a flag of two parts
/// may come in two turns, but only a turn that adds something raises it. The first
/// plausible suspicion is believed where no rule speaks: what is learnt can raise a flag, and never
/// lower one.
[[nodiscard]] assessment assess(const text::utterance& said,
                                const std::vector<text::concept_index>& remembered,
                                const content::catalog& catalog, const content::triage_rules& rules,
                                std::span<const suspicion> suspected = {});

} // namespace gaitkeeper::safety
