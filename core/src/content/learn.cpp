#include "content/learn.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "gaitkeeper/engine.hpp"
#include "match/sample.hpp"
#include "text/analyze.hpp"

namespace gaitkeeper::content {
namespace {

constexpr std::size_t familiar_from = 3; // examples that must share a word
constexpr std::size_t folds = 3;

match::training_row row_of(const std::string& message, const text::language& speech) {
    const auto said = text::analyze(message, speech, max_message_bytes);
    return match::utterance_sample(said, speech.concepts(), 0,
                                   static_cast<std::uint32_t>(said.tokens.size()))
        .row();
}

std::vector<match::training_row> rows_of(const std::vector<example>& examples,
                                         const text::language& speech) {
    std::vector<match::training_row> rows;
    rows.reserve(examples.size());
    for (const auto& e : examples) {
        auto& row = rows.emplace_back(row_of(e.text, speech));
        for (const auto t : e.topics)
            row.classes.push_back(static_cast<std::uint32_t>(t));
    }
    return rows;
}

// Which topics a probability vector names under given thresholds, without clauses and rules.
struct trial {
    const catalog& topics;
    const std::vector<example>& examples;
    const std::vector<match::unseen_prediction>& unseen;

    [[nodiscard]] bool in_scope(topic_index t) const {
        return topics.at(t).kind != topic_kind::scope;
    }

    [[nodiscard]] double scope_mass(std::size_t row) const {
        double mass = 0;
        for (std::size_t i = 0; i < topics.topics.size(); ++i) {
            if (in_scope(static_cast<topic_index>(i))) mass += unseen[row].probabilities[i];
        }
        return mass;
    }
};

// The highest threshold on in-scope mass that refuses at most this share of what is in scope.
float within_budget(const trial& t, double may_refuse) {
    std::vector<double> masses;
    for (std::size_t i = 0; i < t.examples.size(); ++i) {
        if (t.in_scope(t.examples[i].topics.front())) masses.push_back(t.scope_mass(i));
    }
    if (masses.empty()) return 0.0F;
    const auto refused = static_cast<std::size_t>(may_refuse * static_cast<double>(masses.size()));
    const auto first_answered = masses.begin() + static_cast<std::ptrdiff_t>(refused);
    std::ranges::nth_element(masses, first_answered);
    return static_cast<float>(*first_answered);
}

// The threshold on in-scope mass with the fewest errors, a wrong answer weighing as much as a
// message wrongly refused; the middle of the best stretch.
float choose_in_scope(const trial& t) {
    double best = -1;
    float low = 0.5F, high = 0.5F;
    for (int step = 10; step <= 90; step += 2) {
        const auto threshold = static_cast<double>(step) / 100;
        std::size_t in = 0, out = 0, in_right = 0, out_right = 0;
        for (std::size_t i = 0; i < t.examples.size(); ++i) {
            const bool inside = t.in_scope(t.examples[i].topics.front());
            const bool answered = t.scope_mass(i) >= threshold;
            (inside ? in : out) += 1;
            (inside ? in_right : out_right) += inside == answered ? 1U : 0U;
        }
        const auto share = [](std::size_t a, std::size_t b) {
            return b == 0 ? 1.0 : static_cast<double>(a) / static_cast<double>(b);
        };
        const double score = share(in_right, in) + share(out_right, out);
        if (score > best + 1e-9) {
            best = score;
            low = high = static_cast<float>(threshold);
        } else if (score > best - 1e-9) {
            high = static_cast<float>(threshold);
        }
    }
    return (low + high) / 2;
}

// The threshold for a second topic that maximises F1 over the further topics of all guidance rows.
float choose_second(const trial& t) {
    double best = -1;
    float chosen = 0.25F;
    for (int step = 10; step <= 45; ++step) {
        const auto threshold = static_cast<float>(step) / 100;
        double hit = 0, named = 0, true_ones = 0;
        for (std::size_t i = 0; i < t.examples.size(); ++i) {
            const auto& topics = t.examples[i].topics;
            if (t.topics.at(topics.front()).kind != topic_kind::guidance) continue;
            const auto& p = t.unseen[i].probabilities;
            const auto lead = static_cast<std::size_t>(std::ranges::max_element(p) - p.begin());
            true_ones += static_cast<double>(topics.size()) - 1;
            for (std::size_t c = 0; c < p.size(); ++c) {
                if (c == lead || p[c] < threshold) continue;
                named += 1;
                if (std::ranges::find(topics, static_cast<topic_index>(c)) != topics.end())
                    hit += 1;
            }
        }
        const double f1 = named + true_ones == 0 ? 0 : 2 * hit / (named + true_ones);
        if (f1 > best) {
            best = f1;
            chosen = threshold;
        }
    }
    return chosen;
}

// The lowest probability of any red flag that at most this share of harmless messages reach.
float within_alarm_budget(std::span<const match::training_row> rows,
                          std::span<const match::unseen_prediction> unseen, double may_alarm) {
    std::vector<float> harmless;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].classes.front() == no_alarm_class)
            harmless.push_back(1 - unseen[i].probabilities[no_alarm_class]);
    }
    const auto alarmed = static_cast<std::size_t>(may_alarm * static_cast<double>(harmless.size()));
    const auto last_calm = harmless.end() - static_cast<std::ptrdiff_t>(alarmed) - 1;
    std::ranges::nth_element(harmless, last_calm);
    return std::nextafter(*last_calm, 1.0F);
}

// What a model can learn of red flags beyond the rules: from messages that raise them, from
// look-alikes, and from everything else that people write, whose rows are `harmless`.
result<bool> learn_alarms(const shared_content& shared, const std::vector<alarm_example>& examples,
                          const text::language& speech, std::vector<match::training_row> harmless,
                          learnt& made) {
    constexpr std::size_t alarm_folds = 2;
    if (examples.empty() || !shared.catalog.may_alarm) return false;
    auto rows = std::move(harmless);
    for (auto& row : rows)
        row.classes.assign(1, no_alarm_class);
    for (const auto& e : examples) {
        auto& row = rows.emplace_back(row_of(e.text, speech));
        row.classes.push_back(static_cast<std::uint32_t>(e.alarm));
    }
    std::vector<match::class_info> classes{{"none", true}};
    for (const auto& flag : shared.rules.flags) {
        for (const auto level : {triage_level::urgent, triage_level::emergency})
            classes.push_back({flag.id + '/' + std::string(name(level)), false});
    }
    match::train_options options;
    options.kind = match::model_kind::fast;
    options.noised_copies = false; // twice the rows for no better recall
    auto model = match::train(rows, classes, options);
    if (!model) return model.error();
    made.alarms = std::move(*model);
    const auto unseen = match::cross_validate(rows, classes, options, alarm_folds);
    if (!unseen) return unseen.error();
    made.settings.alarm = within_alarm_budget(rows, *unseen, *shared.catalog.may_alarm);
    return true;
}

} // namespace

std::vector<std::string> familiar_words(const std::vector<example>& examples,
                                        const std::string& letters) {
    const text::tokenizer splitter{text::letters(letters)};
    std::map<std::string, std::size_t> seen;
    for (const auto& e : examples) {
        std::set<std::string> once;
        for (auto& t : splitter.split(text::normalize(e.text)).tokens) {
            if (!t.unsegmented && !t.is_number) once.insert(std::move(t.key));
        }
        for (const auto& word : once)
            ++seen[word];
    }
    std::vector<std::string> words;
    for (const auto& [word, count] : seen) {
        if (count >= familiar_from) words.push_back(word);
    }
    return words;
}

result<learnt> learn(const shared_content& shared, const locale_source& from,
                     const std::function<void(double)>& progress) {
    const auto& examples = from.intents->all_examples();
    learnt made{match::model_bytes(0), match::model_bytes(0), {}, {}};
    auto source = from.intents->source();
    made.settings.familiar = familiar_words(examples, source.letters);
    source.familiar = made.settings.familiar;
    std::vector<text::phrases::fault> faults;
    const text::language speech(source, faults);
    made.sample.words = speech.patterns().words();
    for (const auto& [written, meant] : source.respell)
        made.sample.words.push_back(written);
    for (const auto& e : examples)
        made.sample.messages.push_back(text::normalize(e.text).text);
    const auto rows = rows_of(examples, speech);

    std::vector<match::class_info> classes;
    for (const auto& t : shared.catalog.topics) {
        classes.push_back({t.id, t.kind == topic_kind::scope});
    }
    match::train_options options;
    constexpr double training = 1.0 / (folds + 1);
    options.progress = [&](double share) { progress(share * training); };
    auto model = match::train(rows, classes, options);
    if (!model) return model.error();
    made.model = std::move(*model);
    options.progress = [&](double share) { progress(training + share * (1 - training)); };
    const auto unseen = match::cross_validate(rows, classes, options, folds);
    if (!unseen) return unseen.error();
    const trial t{shared.catalog, examples, *unseen};
    const auto budget = shared.catalog.may_refuse;
    made.settings.settings.in_scope = budget ? within_budget(t, *budget) : choose_in_scope(t);
    made.settings.settings.second = choose_second(t);
    const auto& alarms = from.intents->alarm_examples();
    for (const auto& e : alarms)
        made.sample.messages.push_back(text::normalize(e.text).text);
    const auto done = learn_alarms(shared, alarms, speech, rows, made);
    if (!done) return done.error();
    return made;
}

} // namespace gaitkeeper::content
