#include "content/completeness.hpp"

#include <algorithm>
#include <set>

#include <unicode/unistr.h>

#include "content/parity.hpp"
#include "text/identify.hpp"
#include "text/normalize.hpp"

namespace gaitkeeper::content {
namespace {

// Per concept: how many patterns lead to it.
std::vector<std::size_t> wording_by_concept(const shared_content& shared,
                                            const locale_source& locale) {
    std::vector<std::size_t> count(shared.catalog.concepts.size(), 0);
    const auto& source = locale.intents->source();
    for (std::size_t i = 0; i < source.labels.size(); ++i) {
        if (source.roles[i].kind != text::label_kind::mention) continue;
        count[static_cast<std::size_t>(source.roles[i].concept_id)] +=
            source.labels[i].patterns.size();
    }
    return count;
}

double letters_of(std::string_view pattern) {
    return static_cast<double>(
        icu::UnicodeString::fromUTF8(
            icu::StringPiece(pattern.data(), static_cast<std::int32_t>(pattern.size())))
            .countChar32());
}

double median(std::vector<double> all) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::ranges::nth_element(all, middle);
    return *middle;
}

} // namespace

void check_enough(const shared_content& shared, const locale_source& locale,
                  std::vector<problem>& problems) {
    const auto folder = "intents/" + locale.tag;
    const auto examples = examples_by_topic(shared, locale);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto& t = shared.catalog.topics[i];
        if (examples[i] >= t.examples) continue;
        problems.push_back({folder, "",
                            "'" + t.id + "' has " + std::to_string(examples[i]) +
                                " examples; the catalog asks for " + std::to_string(t.examples)});
    }
    const auto wording = wording_by_concept(shared, locale);
    std::set<std::size_t> unworded;
    for (const auto& node : shared.rules.nodes) {
        const auto concept_id = static_cast<std::size_t>(node.concept_id);
        if (node.what == rule_node::kind::mention && wording[concept_id] == 0)
            unworded.insert(concept_id);
    }
    for (const auto i : unworded) {
        problems.push_back({folder, "",
                            "red flags need '" + shared.catalog.concepts[i].traits.id +
                                "', and no pattern leads to it"});
    }
}

void check_proportions(const locale_source& locale, const locale_source& model,
                       std::vector<problem>& problems) {
    constexpr double shortest = 60; // letters; what is shorter varies freely
    constexpr double far = 1.9;     // times what is usual
    std::vector<double> ratios;
    std::vector<std::string_view> keys;
    for (const auto key : model.says.keys()) {
        const auto letters = letters_of(model.says.pattern(key));
        if (letters < shortest || !locale.says.has(key)) continue;
        // As many branches as the language has numbers: two in one, six in another.
        if (model.says.pattern(key).find(", plural,") != std::string::npos) continue;
        ratios.push_back(letters_of(locale.says.pattern(key)) / letters);
        keys.push_back(key);
    }
    if (ratios.empty()) return;
    const auto usual = median(ratios);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto times = ratios[i] / usual;
        if (times < far && times > 1 / far) continue;
        auto [file, pointer] = place_of(locale, keys[i]);
        problems.push_back({std::move(file), std::move(pointer),
                            std::string(times > 1 ? "far longer" : "far shorter") + " than in " +
                                model.tag + ", as its other messages go"});
    }
}

void check_languages(const shared_content& shared, std::span<const locale_source> locales,
                     std::vector<problem>& problems) {
    constexpr float plainly = 8; // nats
    std::vector<text::language_sample> samples;
    for (const auto& locale : locales) {
        auto& sample = samples.emplace_back();
        for (const auto& e : locale.intents->all_examples())
            sample.messages.push_back(text::normalize(e.text).text);
    }
    const auto bytes = text::learn_languages(samples);
    const auto languages = text::identifier::from_bytes(bytes);
    for (std::size_t i = 0; languages && i < locales.size(); ++i) {
        for (std::size_t n = 0; n < samples[i].messages.size(); ++n) {
            const auto& e = locales[i].intents->all_examples()[n];
            if (e.topics.empty()) continue;
            const auto& t = shared.catalog.at(e.topics.front());
            if (t.kind == topic_kind::scope || t.role == topic_role::language) continue;
            const auto all = languages->weigh(samples[i].messages[n]);
            if (all[i].behind < plainly) continue;
            problems.push_back({e.file, e.pointer,
                                "is not in " + locales[i].tag + " but, by its words, in " +
                                    locales[text::likeliest(all)].tag});
        }
    }
}

locale_card card_of(const shared_content& shared, const locale_source& locale,
                    const locale_source& model) {
    locale_card card;
    card.locale = locale.tag;
    for (const auto key : model.says.keys()) {
        ++card.messages_wanted;
        card.messages += locale.says.has(key) ? 1U : 0U;
    }
    const auto wording = wording_by_concept(shared, locale);
    const auto wanted = wording_by_concept(shared, model);
    for (std::size_t i = 0; i < wording.size(); ++i) {
        card.patterns += wording[i];
        card.concepts_wanted += wanted[i] > 0 ? 1U : 0U;
        card.concepts += wanted[i] > 0 && wording[i] > 0 ? 1U : 0U;
    }
    card.examples = locale.intents->all_examples().size();
    const auto examples = examples_by_topic(shared, locale);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto& t = shared.catalog.topics[i];
        if (t.kind == topic_kind::scope) card.unrelated += examples[i];
        if (t.kind != topic_kind::guidance) continue;
        if (card.fewest_topic.empty() || examples[i] < card.fewest) {
            card.fewest = examples[i];
            card.fewest_topic = t.id;
        }
    }
    return card;
}

} // namespace gaitkeeper::content
