#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/catalog.hpp"
#include "content/phrasebook.hpp"
#include "content/regions.hpp"
#include "content/speech.hpp"
#include "content/triage_rules.hpp"
#include "gaitkeeper/error.hpp"

namespace gaitkeeper::content {

/// Content files by their path inside the content folder; views.
using file_list = std::span<const std::pair<std::string_view, std::string_view>>;

/// What no language changes.
struct shared_content {
    content::catalog catalog;
    content::triage_rules rules;
    content::regions regions;
};

/// What one locale adds, as read.
struct locale_source {
    std::string tag;
    std::unique_ptr<speech_reader> intents;
    phrasebook says;
};

/// Whether a locale's examples are wanted, which cost time and serve training alone.
enum class read_examples : std::uint8_t { no, yes };

/// Reads intents/*.json and locales/regions.json. Problems are added; what can be read is.
[[nodiscard]] shared_content read_shared(file_list files, std::vector<problem>& problems);

/// Tags of the locales that have a folder, in alphabetical order.
[[nodiscard]] std::vector<std::string> locales_of(file_list files);

/// Reads intents/TAG and locales/TAG.
[[nodiscard]] locale_source read_locale(file_list files, std::string_view tag,
                                        const shared_content& shared, read_examples examples,
                                        std::vector<problem>& problems);

/// How many examples each topic of the catalog has in a locale.
[[nodiscard]] std::vector<std::size_t> examples_by_topic(const shared_content& shared,
                                                         const locale_source& locale);

} // namespace gaitkeeper::content
