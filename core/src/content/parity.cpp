#include "content/parity.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <unicode/messagepattern.h>
#include <unicode/plurrule.h>

#include "text/normalize.hpp"
#include "text/tokenize.hpp"

namespace gaitkeeper::content {
namespace {

std::string joined(const std::set<std::string>& all) {
    std::string out;
    for (const auto& one : all)
        out += (out.empty() ? "" : ", ") + one;
    return out;
}

struct message_shape {
    std::set<std::string> arguments;
    std::vector<std::set<std::string>> plurals; ///< the selectors of each
};

message_shape shape_of(std::string_view pattern) {
    message_shape shape;
    UErrorCode status = U_ZERO_ERROR;
    const icu::MessagePattern parts(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                        pattern.data(), static_cast<std::int32_t>(pattern.size()))),
                                    nullptr, status);
    if (U_FAILURE(status)) return shape; // said where the message was read
    std::vector<std::size_t> open;       // which plural each open argument is, or no_plural
    constexpr auto no_plural = static_cast<std::size_t>(-1);
    for (std::int32_t i = 0; i < parts.countParts(); ++i) {
        const auto& part = parts.getPart(i);
        std::string text;
        switch (part.getType()) {
        case UMSGPAT_PART_TYPE_ARG_START: {
            const bool plural = UMSGPAT_ARG_TYPE_HAS_PLURAL_STYLE(part.getArgType());
            if (plural) shape.plurals.emplace_back();
            open.push_back(plural ? shape.plurals.size() - 1 : no_plural);
            break;
        }
        case UMSGPAT_PART_TYPE_ARG_LIMIT:
            open.pop_back();
            break;
        case UMSGPAT_PART_TYPE_ARG_NAME:
        case UMSGPAT_PART_TYPE_ARG_NUMBER:
            shape.arguments.insert(parts.getSubstring(part).toUTF8String(text));
            break;
        case UMSGPAT_PART_TYPE_ARG_SELECTOR:
            if (open.back() != no_plural) {
                shape.plurals[open.back()].insert(parts.getSubstring(part).toUTF8String(text));
            }
            break;
        default:
            break;
        }
    }
    return shape;
}

std::set<std::string> categories_of(const std::string& tag) {
    UErrorCode status = U_ZERO_ERROR;
    std::set<std::string> names;
    const std::unique_ptr<icu::PluralRules> rules(
        icu::PluralRules::forLocale(icu::Locale::forLanguageTag(tag, status), status));
    if (U_FAILURE(status)) return names;
    const std::unique_ptr<icu::StringEnumeration> all(rules->getKeywords(status));
    for (const char* name = all->next(nullptr, status); name != nullptr;
         name = all->next(nullptr, status)) {
        names.insert(name);
    }
    return names;
}

void check_shape(const locale_source& locale, const locale_source& model, std::string_view key,
                 const std::set<std::string>& categories, std::vector<problem>& problems) {
    const auto shape = shape_of(locale.says.pattern(key));
    const auto [file, pointer] = place_of(locale, key);
    for (const auto& selectors : shape.plurals) {
        for (const auto& category : categories) {
            if (selectors.contains(category)) continue;
            problems.push_back(
                {file, pointer,
                 "a plural lacks the category '" + category + "' that " + locale.tag + " has"});
        }
    }
    if (&locale == &model || !model.says.has(key)) return;
    const auto wanted = shape_of(model.says.pattern(key));
    // Where the model names a value, a translation may leave it out, but cannot use one more.
    for (const auto& name : shape.arguments) {
        if (wanted.arguments.contains(name)) continue;
        problems.push_back(
            {file, pointer,
             "uses {" + name + "}; in " + model.tag + " the message has " +
                 (wanted.arguments.empty() ? "no value" : "only " + joined(wanted.arguments))});
    }
}

} // namespace

std::pair<std::string, std::string> place_of(const locale_source& locale, std::string_view key) {
    const auto slash = key.find('/');
    return {"locales/" + locale.tag + '/' + std::string(key.substr(0, slash)) + ".json",
            std::string(key.substr(slash))};
}

void check_parity(const locale_source& locale, const locale_source& model,
                  std::vector<problem>& problems) {
    const auto categories = categories_of(locale.tag);
    for (const auto key : locale.says.keys()) {
        const auto [file, pointer] = place_of(locale, key);
        if (!model.says.has(key))
            problems.push_back({file, pointer, model.tag + " has no such message"});
        check_shape(locale, model, key, categories, problems);
    }
    for (const auto key : model.says.keys()) {
        if (locale.says.has(key)) continue;
        const auto [file, pointer] = place_of(locale, key);
        problems.push_back({file, pointer, "the message is missing; " + model.tag + " has it"});
    }
}

void check_too_close(const shared_content& shared, const locale_source& locale,
                     std::vector<problem>& problems) {
    constexpr std::size_t fewest_words = 5; // shorter messages share words without being alike
    constexpr double alike = 0.9;           // of all the words of both
    const text::tokenizer splitter{text::letters(locale.intents->source().letters)};
    std::map<std::string, std::uint32_t> ids;
    struct bag {
        std::vector<std::uint32_t> words;
        const example* of;
    };
    std::vector<bag> bags;
    std::vector<std::vector<std::size_t>> holders;
    const auto overlap = [](const bag& a, const bag& b) {
        std::vector<std::uint32_t> both;
        std::ranges::set_intersection(a.words, b.words, std::back_inserter(both));
        const auto all = a.words.size() + b.words.size() - both.size();
        return static_cast<double>(both.size()) / static_cast<double>(all);
    };
    for (const auto& e : locale.intents->all_examples()) {
        bag made{{}, &e};
        for (const auto& t : splitter.split(text::normalize(e.text)).tokens) {
            made.words.push_back(
                ids.try_emplace(t.key, static_cast<std::uint32_t>(ids.size())).first->second);
        }
        std::ranges::sort(made.words);
        made.words.erase(std::unique(made.words.begin(), made.words.end()), made.words.end());
        if (made.words.size() < fewest_words || e.topics.empty()) continue;
        holders.resize(ids.size());
        // Up to thirty words, whoever shares nine in ten shares one of any four. The last to be
        // numbered are the rarest, so they have the fewest holders.
        std::set<std::size_t> candidates;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto& known = holders[made.words[made.words.size() - 1 - i]];
            candidates.insert(known.begin(), known.end());
        }
        for (const auto at : candidates) {
            const auto& other = bags[at];
            if (other.of->topics.front() == e.topics.front() || overlap(made, other) < alike)
                continue;
            problems.push_back({e.file, e.pointer,
                                "nearly the same words mean '" +
                                    shared.catalog.at(other.of->topics.front()).id + "' at " +
                                    other.of->file + other.of->pointer});
        }
        for (const auto word : made.words)
            holders[word].push_back(bags.size());
        bags.push_back(std::move(made));
    }
}

void check_dates(const shared_content& shared, std::string_view today,
                 std::vector<problem>& problems) {
    const auto& catalog = shared.catalog;
    for (std::size_t i = 0; i < catalog.topics.size(); ++i) {
        const auto& t = catalog.topics[i];
        const auto& due = t.review_by.empty() ? catalog.review_by : t.review_by;
        if (t.kind == topic_kind::guidance && !due.empty() && due < today) {
            problems.push_back({"intents/catalog.json", "/topics/" + std::to_string(i),
                                "the guidance of '" + t.id + "' was to be reviewed by " + due});
        }
    }
    int year = 0;
    std::from_chars(today.data(), today.data() + today.size(), year);
    const auto oldest = std::to_string(year - 2) + std::string(today.substr(4));
    for (const auto& r : shared.regions.all) {
        if (r.reviewed < oldest) {
            problems.push_back(
                {"locales/regions.json", "/regions/" + r.code,
                 "a number was last reviewed on " + r.reviewed + ", more than two years ago"});
        }
    }
}

} // namespace gaitkeeper::content
