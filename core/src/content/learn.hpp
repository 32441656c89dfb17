#pragma once

#include <functional>
#include <string>
#include <vector>

#include "content/library.hpp"
#include "content/source.hpp"
#include "match/train.hpp"
#include "text/identify.hpp"

namespace gaitkeeper::content {

/// What compiling makes of one locale's examples.
struct learnt {
    match::model_bytes model;
    match::model_bytes alarms; ///< empty where there is nothing to learn them from
    derived settings;
    text::language_sample sample; ///< to tell the language from others
};

/// Trains the locale's matcher and chooses its thresholds on messages it had not learnt.
/// Deterministic. Errors: as match::train.
[[nodiscard]] result<learnt> learn(const shared_content& shared, const locale_source& from,
                                   const std::function<void(double)>& progress);

/// Words that occur in so many examples that they are surely words, not slips.
[[nodiscard]] std::vector<std::string> familiar_words(const std::vector<example>& examples,
                                                      const std::string& letters);

} // namespace gaitkeeper::content
