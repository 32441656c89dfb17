#pragma once

#include <span>
#include <vector>

#include "content/source.hpp"
#include "gaitkeeper/content.hpp"

namespace gaitkeeper::content {

/// Adds what a locale still lacks to be understood as well as the catalog asks: topics short of
/// examples, and concepts of red flags that no wording leads to.
void check_enough(const shared_content& shared, const locale_source& locale,
                  std::vector<problem>& problems);

/// Adds messages far longer or shorter than those of `model`, measured by what is usual between
/// the two languages: mostly a sentence that was forgotten, or one too many.
void check_proportions(const locale_source& locale, const locale_source& model,
                       std::vector<problem>& problems);

/// Adds examples that are plainly in another of the languages than their folder's. Those of what is
/// out of scope and of the topic about languages may be.
void check_languages(const shared_content& shared, std::span<const locale_source> locales,
                     std::vector<problem>& problems);

/// How far a locale has come.
[[nodiscard]] locale_card card_of(const shared_content& shared, const locale_source& locale,
                                  const locale_source& model);

} // namespace gaitkeeper::content
