#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper {

/// A content file in memory. `path` is relative to the content folder: "intents/en/lexicon.json".
struct content_file {
    std::string path;
    std::string bytes;
};

/// Reads every content file below a folder that holds `intents` and `locales`.
/// Errors: not_found, limit_exceeded (a file over 16 MiB).
[[nodiscard]] result<std::vector<content_file>> read_content(const std::filesystem::path& folder);

struct compile_options {
    std::size_t threads = 1; ///< changes the time, never the bytes
    std::function<void(std::string_view stage, double done)> progress; ///< 0 to 1 within a stage
};

/// Checks the files, trains a model per locale and returns the bytes of a bundle. The same files
/// give the same bytes. Errors: bad_content with every problem found.
[[nodiscard]] result<std::string> compile(std::span<const content_file> files,
                                          const compile_options& options = {});

struct check_options {
    std::string today; ///< YYYY-MM-DD; where it is empty, no date is judged
};

/// Every problem of the files: what `compile` would refuse, and beyond it what makes a locale less
/// than whole (topics short of the examples the catalog asks for, red flags without wording,
/// examples in another language, messages out of proportion), examples of different topics that
/// nobody could tell apart, and guidance and numbers whose review is due. Trains nothing.
[[nodiscard]] std::vector<problem> check(std::span<const content_file> files,
                                         const check_options& options = {});

/// How far a locale has come, beside the default one.
struct locale_card {
    std::string locale;
    std::size_t messages = 0, messages_wanted = 0; ///< of those that the default locale has
    std::size_t concepts = 0, concepts_wanted = 0; ///< with wording, of those it has words for
    std::size_t patterns = 0;                      ///< that lead to concepts
    std::size_t examples = 0;                      ///< whole messages
    std::string fewest_topic;                      ///< the guidance with the fewest examples
    std::size_t fewest = 0;                        ///< and how many those are
    std::size_t unrelated = 0;                     ///< examples of what is out of scope
};

/// A card for every locale, by tag; whatever cannot be read counts as not there.
[[nodiscard]] std::vector<locale_card> survey(std::span<const content_file> files);

} // namespace gaitkeeper
