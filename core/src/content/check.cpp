#include "content/check.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <unicode/messagepattern.h>

#include "content/parity.hpp"
#include "text/normalize.hpp"

namespace gaitkeeper::content {
namespace {

// Messages that the code asks for by name, whatever the content is about.
constexpr std::array<std::string_view, 16> fixed_messages{
    "triage/disclaimer",
    "triage/also",
    "triage/guide",
    "triage/reminder/urgent",
    "triage/reminder/emergency",
    "triage/number/crisis",
    "triage/number/emergency",
    "triage/number/emergency_unknown",
    "triage/number/advice",
    "triage/number/advice_unknown",
    "triage/number/crisis_unknown",
    "chat/empty",
    "chat/unsure",
    "chat/exhausted",
    "chat/truncated",
    "chat/named",
};

void check_messages(const shared_content& shared, const locale_source& locale,
                    std::vector<problem>& problems) {
    const auto want = [&](const std::string& key) {
        if (locale.says.has(key)) return;
        auto [file, pointer] = place_of(locale, key);
        problems.push_back({std::move(file), std::move(pointer), "the message is missing"});
    };
    for (const auto& t : shared.catalog.topics) {
        if (t.kind == topic_kind::guidance) {
            for (const auto* part : {"/label", "/ask", "/brief", "/full"})
                want("guidance/" + t.id + part);
        } else {
            want("chat/" + t.id + "/text");
        }
    }
    for (const auto& f : shared.rules.flags) {
        want("triage/" + f.id + "/label");
        want("triage/" + f.id + "/emergency");
        if (f.levels.back().level == triage_level::urgent) want("triage/" + f.id + "/urgent");
    }
    for (const auto& q : shared.catalog.questions)
        want("chat/question/" + q.id + "/text");
    for (const auto key : fixed_messages)
        want(std::string(key));
}

void check_arguments(const locale_source& locale, std::vector<problem>& problems) {
    for (const auto key : locale.says.keys()) {
        if (key.starts_with("ui/")) continue;
        UErrorCode status = U_ZERO_ERROR;
        const auto text = locale.says.pattern(key);
        const icu::MessagePattern parts(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                            text.data(), static_cast<std::int32_t>(text.size()))),
                                        nullptr, status);
        if (U_FAILURE(status)) continue; // said already
        for (std::int32_t i = 0; i < parts.countParts(); ++i) {
            if (parts.getPartType(i) != UMSGPAT_PART_TYPE_ARG_NAME &&
                parts.getPartType(i) != UMSGPAT_PART_TYPE_ARG_NUMBER)
                continue;
            std::string name;
            parts.getSubstring(parts.getPart(i)).toUTF8String(name);
            if (std::ranges::find(known_arguments, name) != std::end(known_arguments)) continue;
            auto [file, pointer] = place_of(locale, key);
            problems.push_back(
                {std::move(file), std::move(pointer),
                 "no value is called {" + name + '}' + did_you_mean(name, known_arguments)});
        }
    }
}

void check_examples(const shared_content& shared, const locale_source& locale,
                    std::vector<problem>& problems) {
    std::map<std::string, const example*> seen;
    for (const auto& e : locale.intents->all_examples()) {
        if (e.topics.empty()) continue;
        const auto [at, fresh] = seen.emplace(text::normalize(e.text).text, &e);
        if (fresh) continue;
        const auto& other = *at->second;
        const bool same = other.topics == e.topics;
        problems.push_back(
            {e.file, e.pointer,
             (same ? "the same example stands at " : "the same example means something else at ") +
                 other.file + other.pointer});
    }
    const auto count = examples_by_topic(shared, locale);
    for (std::size_t i = 0; i < count.size(); ++i) {
        if (count[i] == 0) {
            problems.push_back({"intents/" + locale.tag, "",
                                "no example of '" + shared.catalog.topics[i].id + "'"});
        }
    }
}

} // namespace

parsed_content check_all(file_list files, std::vector<problem>& problems) {
    parsed_content parsed{read_shared(files, problems), {}};
    const auto tags = locales_of(files);
    if (std::ranges::find(tags, parsed.shared.catalog.default_locale) == tags.end()) {
        problems.push_back({"intents/catalog.json", "/default_locale",
                            "there is no locale '" + parsed.shared.catalog.default_locale + "'"});
    }
    for (const auto& tag : tags) {
        auto locale = read_locale(files, tag, parsed.shared, read_examples::yes, problems);
        std::vector<text::phrases::fault> faults;
        const text::language speech(locale.intents->source(), faults);
        locale.intents->report(faults, problems);
        check_messages(parsed.shared, locale, problems);
        check_arguments(locale, problems);
        check_examples(parsed.shared, locale, problems);
        parsed.locales.push_back(std::move(locale));
    }
    const auto model = std::ranges::find(parsed.locales, parsed.shared.catalog.default_locale,
                                         &locale_source::tag);
    if (model == parsed.locales.end()) return parsed;
    for (const auto& locale : parsed.locales)
        check_parity(locale, *model, problems);
    return parsed;
}

} // namespace gaitkeeper::content
