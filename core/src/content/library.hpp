#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/bundle.hpp"
#include "content/source.hpp"
#include "gaitkeeper/error.hpp"
#include "match/model.hpp"
#include "match/select.hpp"
#include "text/identify.hpp"
#include "text/language.hpp"

namespace gaitkeeper::content {

/// Everything one locale needs to understand and to answer. Immutable.
struct locale_content {
    std::string tag;
    text::language speech;
    phrasebook says;
    match::model ranker;
    match::selection_settings settings;
    std::optional<match::model> alarms; ///< learnt from alarms.json, where there is one
    float alarm = 1.0F; ///< the probability of any red flag from which `alarms` is believed
};

/// A bundle, opened. Locales are read when they are first asked for, once, and then shared.
/// Immutable to its users; safe for any number of threads.
class library {
public:
    /// Errors: as `bundle::open`; bad_content where the entries are not what they should be.
    [[nodiscard]] static result<std::shared_ptr<const library>> open(bundle from);

    [[nodiscard]] const shared_content& shared() const noexcept { return shared_; }
    [[nodiscard]] const std::vector<std::string>& locales() const noexcept { return tags_; }
    [[nodiscard]] const std::string& hash() const noexcept { return bundle_.hash(); }

    /// The locale that serves a BCP 47 tag best, by ICU's LocaleMatcher; the default's where none
    /// does, or the tag is empty or none.
    [[nodiscard]] const std::string& negotiate(std::string_view tag) const;

    /// Tells the installed languages apart, in the order of `locales()`.
    [[nodiscard]] const text::identifier& languages() const noexcept { return languages_; }

    /// The installed languages as `in` calls them, in the order of `locales()`.
    [[nodiscard]] std::vector<std::string> language_names(std::string_view in) const;

    /// `tag` is one of `locales()`.
    [[nodiscard]] const locale_content& locale(std::string_view tag) const;

    /// The messages of a locale's examples with their topics, for explaining; read anew each time.
    [[nodiscard]] std::vector<example> examples(std::string_view tag) const;

private:
    explicit library(bundle from);

    struct slot {
        std::optional<match::model> ranker, alarms; ///< until the rest is read
        std::once_flag once;
        std::unique_ptr<const locale_content> read;
    };
    result<bool> open_models(const std::string& tag, slot& into,
                             std::vector<problem>& problems) const;
    [[nodiscard]] std::unique_ptr<const locale_content> read(std::string_view tag,
                                                             slot& from) const;

    bundle bundle_;
    shared_content shared_;
    text::identifier languages_;
    std::vector<std::string> tags_;
    std::unique_ptr<slot[]> slots_; ///< parallel to tags_
    struct matcher;
    std::shared_ptr<const matcher> negotiator_;
};

/// Names of what compiling adds to the files.
inline constexpr std::string_view languages_entry = "compiled/languages";
[[nodiscard]] std::string model_entry(std::string_view tag);
[[nodiscard]] std::string settings_entry(std::string_view tag);
[[nodiscard]] std::string alarms_entry(std::string_view tag);

/// Settings and the words that stay as they are, as they stand in a bundle.
struct derived {
    match::selection_settings settings;
    float alarm = 1.0F;
    std::vector<std::string> familiar;
};
[[nodiscard]] std::string write_derived(const derived& d);
void read_derived(const json_value& file, derived& into);

} // namespace gaitkeeper::content
