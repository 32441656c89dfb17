#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <unicode/locid.h>

#include "content/source.hpp"
#include "gaitkeeper/engine.hpp"
#include "message_index.hpp"

namespace gaitkeeper::test {

/// The content that comes with the program, as files and as the bundle the build made of them.
class shipped {
public:
    static const shipped& get() {
        static const shipped one;
        return one;
    }

    [[nodiscard]] const engine& answers() const { return engine_; }
    [[nodiscard]] const std::vector<content_file>& files() const { return files_; }
    [[nodiscard]] const content::shared_content& shared() const { return shared_; }
    [[nodiscard]] const std::map<std::string, content::locale_source>& locales() const {
        return locales_;
    }
    [[nodiscard]] const message_index& messages(const std::string& tag) const {
        return indices_.at(tag);
    }

    /// What is wrong with a reply: the first thing shown that is no message of its locale, or one
    /// of the user interface's, or a promise of reply.hpp that is not kept. Empty where all is
    /// well.
    [[nodiscard]] std::string unvetted(const reply& r) const {
        const auto& messages = this->messages(r.locale);
        std::string joined;
        std::vector<std::string_view> shown;
        for (const auto& b : r.blocks) {
            shown.push_back(b.text);
            joined += (joined.empty() ? "" : "\n\n") + b.text;
        }
        for (const auto& s : r.suggestions)
            shown.insert(shown.end(), {s.label, s.text});
        for (const auto text : shown) {
            const auto key = messages.key_of(text);
            if (key.empty() || key.starts_with("ui/"))
                return "no message of the content: " + std::string(text);
        }
        if (r.text != joined) return "the text is not its blocks";
        if (r.text.empty()) return "nothing is said";
        if (r.topics.empty() || r.topics.size() > max_topics)
            return "one to three topics are promised";
        return {};
    }

private:
    shipped()
        : engine_(engine::load(GAITKEEPER_SHIPPED_BUNDLE).value()),
          files_(read_content(GAITKEEPER_ROOT).value()) {
        for (const auto& f : files_)
            views_.emplace_back(f.path, f.bytes);
        std::vector<problem> none;
        shared_ = content::read_shared(views_, none);
        const auto tags = content::locales_of(views_);
        for (const auto& tag : tags) {
            locales_.emplace(
                tag, content::read_locale(views_, tag, shared_, content::read_examples::yes, none));
            std::vector<std::string> languages;
            for (const auto& other : tags)
                languages.push_back(language_name(other, tag));
            indices_.try_emplace(tag, locales_.at(tag), shared_, languages);
        }
        if (!none.empty()) throw load_error({errc::bad_content, std::move(none)});
    }

    // What the reply's own names of the languages are made of: CLDR, through ICU.
    static std::string language_name(const std::string& of, const std::string& in) {
        icu::UnicodeString name;
        icu::Locale(of.c_str()).getDisplayName(icu::Locale(in.c_str()), name);
        std::string said;
        return name.toUTF8String(said);
    }

    engine engine_;
    std::vector<content_file> files_;
    std::vector<std::pair<std::string_view, std::string_view>> views_;
    content::shared_content shared_;
    std::map<std::string, content::locale_source> locales_;
    std::map<std::string, message_index> indices_;
};

} // namespace gaitkeeper::test
