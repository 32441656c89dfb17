#include "content/library.hpp"

#include <algorithm>
#include <charconv>

#include <unicode/localematcher.h>
#include <unicode/locid.h>

namespace gaitkeeper::content {

struct library::matcher {
    icu::LocaleMatcher best;
};

namespace {

error bad_content(std::vector<problem> problems) {
    return {errc::bad_content, std::move(problems)};
}

icu::LocaleMatcher make_matcher(const std::vector<std::string>& tags, const std::string& fallback) {
    UErrorCode status = U_ZERO_ERROR;
    icu::LocaleMatcher::Builder builder;
    for (const auto& tag : tags)
        builder.addSupportedLocale(icu::Locale::forLanguageTag(tag, status));
    const auto otherwise = icu::Locale::forLanguageTag(fallback, status);
    builder.setDefaultLocale(&otherwise);
    return builder.build(status);
}

} // namespace

std::string model_entry(std::string_view tag) {
    return "compiled/" + std::string(tag) + ".model";
}
std::string settings_entry(std::string_view tag) {
    return "compiled/" + std::string(tag) + ".json";
}

std::string alarms_entry(std::string_view tag) {
    return "compiled/" + std::string(tag) + ".alarms";
}

library::library(bundle from) : bundle_(std::move(from)) {}

result<std::shared_ptr<const library>> library::open(bundle from) {
    const std::shared_ptr<library> made(new library(std::move(from)));
    std::vector<problem> problems;
    const auto& files = made->bundle_.entries();
    made->shared_ = read_shared(files, problems);
    made->tags_ = locales_of(files);
    const auto& fallback = made->shared_.catalog.default_locale;
    if (std::ranges::find(made->tags_, fallback) == made->tags_.end()) {
        problems.push_back({"intents/catalog.json", "/default_locale", "there is no such locale"});
    }
    made->slots_ = std::make_unique<slot[]>(made->tags_.size());
    for (std::size_t i = 0; i < made->tags_.size(); ++i) {
        if (const auto opened = made->open_models(made->tags_[i], made->slots_[i], problems);
            !opened)
            return opened.error();
    }
    const auto languages = text::identifier::from_bytes(made->bundle_.find(languages_entry));
    if (languages && languages->languages() == made->tags_.size())
        made->languages_ = *languages;
    else
        problems.push_back({std::string(languages_entry), "", "its languages are not the locales"});
    if (!problems.empty()) return bad_content(std::move(problems));
    made->negotiator_ =
        std::make_shared<const matcher>(matcher{make_matcher(made->tags_, fallback)});
    return std::shared_ptr<const library>(made);
}

result<bool> library::open_models(const std::string& tag, slot& into,
                                  std::vector<problem>& problems) const {
    const auto open = [&](const std::string& entry, std::size_t classes, const char* wrong,
                          std::optional<match::model>& to) -> result<bool> {
        auto opened = match::model::from_bytes(std::as_bytes(std::span(bundle_.find(entry))));
        if (!opened) return opened.error();
        if (opened->classes().size() != classes) problems.push_back({entry, "", wrong});
        to = std::move(*opened);
        return true;
    };
    if (bundle_.find(settings_entry(tag)).empty())
        problems.push_back({settings_entry(tag), "", "the entry is missing"});
    const auto opened = open(model_entry(tag), shared_.catalog.topics.size(),
                             "its classes are not the catalog's topics", into.ranker);
    if (!opened || bundle_.find(alarms_entry(tag)).empty()) return opened;
    return open(alarms_entry(tag), alarm_classes(shared_.rules.flags.size()),
                "its classes are not the red flags'", into.alarms);
}

const std::string& library::negotiate(std::string_view tag) const {
    const auto exact = std::ranges::find(tags_, tag);
    if (exact != tags_.end()) return *exact;
    constexpr std::size_t longest_tag = 64;
    UErrorCode status = U_ZERO_ERROR;
    std::string best = shared_.catalog.default_locale;
    if (!tag.empty() && tag.size() <= longest_tag) {
        const auto wanted = icu::Locale::forLanguageTag(
            icu::StringPiece(tag.data(), static_cast<std::int32_t>(tag.size())), status);
        if (U_SUCCESS(status) && !wanted.isBogus() && *wanted.getLanguage() != '\0') {
            const auto* found = negotiator_->best.getBestMatch(wanted, status);
            if (U_SUCCESS(status) && found != nullptr)
                best = found->toLanguageTag<std::string>(status);
        }
    }
    const auto at = std::ranges::find(tags_, best);
    return at != tags_.end() ? *at : *std::ranges::find(tags_, shared_.catalog.default_locale);
}

std::vector<std::string> library::language_names(std::string_view in) const {
    std::vector<std::string> names;
    UErrorCode status = U_ZERO_ERROR;
    const auto speaking = icu::Locale::forLanguageTag(
        icu::StringPiece(in.data(), static_cast<std::int32_t>(in.size())), status);
    for (const auto& tag : tags_) {
        icu::UnicodeString name;
        icu::Locale::forLanguageTag(tag, status).getDisplayName(speaking, name);
        names.emplace_back();
        name.toUTF8String(names.back());
    }
    return names;
}

const locale_content& library::locale(std::string_view tag) const {
    const auto at = std::ranges::find(tags_, tag);
    auto& kept = slots_[static_cast<std::size_t>(at - tags_.begin())];
    std::call_once(kept.once, [&] { kept.read = read(tag, kept); });
    return *kept.read;
}

std::unique_ptr<const locale_content> library::read(std::string_view tag, slot& from) const {
    // Compiling found these files without problems and the checksum fits, so they have none now.
    std::vector<problem> ignored;
    std::vector<text::phrases::fault> faults;
    auto source = read_locale(bundle_.entries(), tag, shared_, read_examples::no, ignored);
    derived compiled;
    simdjson::dom::parser parser;
    const auto name = settings_entry(tag);
    if (const auto json = parse_json(parser, name, bundle_.find(name), ignored)) {
        read_derived(*json, compiled);
    }
    auto& intents = source.intents->source();
    intents.familiar = std::move(compiled.familiar);
    return std::unique_ptr<const locale_content>(new locale_content{
        source.tag, text::language(intents, faults), std::move(source.says),
        std::move(*from.ranker), compiled.settings, std::move(from.alarms), compiled.alarm});
}

std::vector<example> library::examples(std::string_view tag) const {
    std::vector<problem> ignored;
    auto source = read_locale(bundle_.entries(), tag, shared_, read_examples::yes, ignored);
    return std::move(source.intents->all_examples());
}

std::string write_derived(const derived& d) {
    const auto number = [](float f) {
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, f).ptr;
        return std::string(digits, end);
    };
    std::string out =
        "{\"in_scope\":" + number(d.settings.in_scope) + ",\"sure\":" + number(d.settings.sure) +
        ",\"second\":" + number(d.settings.second) + ",\"clause\":" + number(d.settings.clause) +
        ",\"alarm\":" + number(d.alarm) + ",\"familiar\":[";
    for (const auto& word : d.familiar) { // folded words: neither quotes nor backslashes
        if (out.back() != '[') out += ',';
        out += '"' + word + '"';
    }
    return out + "]}";
}

void read_derived(const json_value& file, derived& into) {
    const auto number = [&](std::string_view key, float& to) {
        if (const auto v = file.want(key)) to = static_cast<float>(v->number());
    };
    number("in_scope", into.settings.in_scope);
    number("sure", into.settings.sure);
    number("second", into.settings.second);
    number("clause", into.settings.clause);
    number("alarm", into.alarm);
    into.familiar = file.strings("familiar");
}

} // namespace gaitkeeper::content
