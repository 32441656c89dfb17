#pragma once

#include <vector>

#include "content/library.hpp"
#include "match/model.hpp"
#include "safety/assess.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper {

/// The flags that the locale's model holds at least as probable as the locale's mark, the most
/// probable first; none where it has no model. Where two share a message, half the mark is enough
/// for each.
[[nodiscard]] std::vector<safety::suspicion> suspect(const content::locale_content& locale,
                                                     const text::utterance& said,
                                                     match::workspace& scratch);

} // namespace gaitkeeper
