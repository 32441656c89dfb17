#pragma once

#include <optional>

#include "content/library.hpp"
#include "match/model.hpp"
#include "safety/assess.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper {

/// What the locale's model of red flags thinks of a message; nothing where it has none, or where
/// the probability of any flag is below the locale's mark.
[[nodiscard]] std::optional<safety::suspicion> suspect(const content::locale_content& locale,
                                                       const text::utterance& said,
                                                       match::workspace& scratch);

} // namespace gaitkeeper
