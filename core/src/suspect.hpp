#pragma once

#include <vector>

#include "content/library.hpp"
#include "match/reading.hpp"
#include "safety/assess.hpp"

namespace gaitkeeper {

/// The flags that the locale's model holds at least as probable as the locale's mark, the most
/// probable first; none where it has no model. Where two share a message, half the mark is enough
/// for each.
[[nodiscard]] std::vector<safety::suspicion> suspect(const content::locale_content& locale,
                                                     match::reading& message);

} // namespace gaitkeeper
