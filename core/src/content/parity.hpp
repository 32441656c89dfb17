#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/source.hpp"

namespace gaitkeeper::content {

/// Where a message stands: its file and its pointer there. `key` is "file/pointer".
[[nodiscard]] std::pair<std::string, std::string> place_of(const locale_source& locale,
                                                           std::string_view key);

/// Adds what a locale's messages lack beside those of `model`, the default locale: keys that are
/// missing or that nothing asks for, arguments that differ, and plural categories that CLDR has for
/// the language and a plural of it leaves out.
void check_parity(const locale_source& locale, const locale_source& model,
                  std::vector<problem>& problems);

/// Adds every pair of examples of different topics that share nearly all their words: no matcher
/// can tell such topics apart, nor can a reader.
void check_too_close(const shared_content& shared, const locale_source& locale,
                     std::vector<problem>& problems);

/// Adds what should have been reviewed before `today` (YYYY-MM-DD): guidance past its `review_by`,
/// and phone numbers last looked at more than two years ago.
void check_dates(const shared_content& shared, std::string_view today,
                 std::vector<problem>& problems);

} // namespace gaitkeeper::content
