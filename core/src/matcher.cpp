#include "gaitkeeper/matcher.hpp"

#include <algorithm>
#include <unordered_map>

#include "match/calibrate.hpp"
#include "match/explain.hpp"
#include "match/intent_names.hpp"
#include "match/model.hpp"
#include "match/plain_text.hpp"
#include "match/train.hpp"

namespace gaitkeeper {

struct matcher::state {
    match::model model;
};

struct matcher::scratch::state {
    match::plain_text reader;
    match::workspace work;
    std::vector<ranked_intent> ranked;
};

matcher::scratch::scratch() : state_(std::make_unique<state>()) {}
matcher::scratch::~scratch() = default;
matcher::scratch::scratch(scratch&&) noexcept = default;
matcher::scratch& matcher::scratch::operator=(scratch&&) noexcept = default;

namespace {

using match::training_row;

error refuse(std::string what) {
    return {errc::bad_input, {{"", "", std::move(what)}}};
}

// Examples as rows of numbered classes, numbered by first appearance.
struct numbered {
    std::vector<training_row> rows;
    std::vector<match::class_info> classes;
};

training_row row_of(std::string_view text, match::plain_text& reader) {
    const auto sample = reader.read(text);
    training_row row;
    row.words.assign(sample.words.begin(), sample.words.end());
    row.unsegmented = sample.unsegmented;
    return row;
}

result<numbered> number(std::span<const example> examples, std::string_view out_of_scope) {
    if (examples.size() > match::max_training_rows) {
        return error{errc::limit_exceeded, {{"", "", "more than 1,000,000 examples"}}};
    }
    numbered out;
    std::unordered_map<std::string_view, std::uint32_t> known;
    match::plain_text reader;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto intent = examples[i].intent;
        if (intent.empty()) return refuse("example " + std::to_string(i + 1) + " has no intent");
        const auto [at, is_new] =
            known.try_emplace(intent, static_cast<std::uint32_t>(out.classes.size()));
        if (is_new) out.classes.push_back({std::string(intent), intent == out_of_scope});
        out.rows.push_back(row_of(examples[i].text, reader));
        out.rows.back().classes = {at->second};
    }
    return out;
}

std::vector<training_row> name_rows(const numbered& learnt, intent_names names) {
    if (names == intent_names::ignore) return {};
    // With many examples a name says nothing new, and may mislead.
    const auto wanted =
        names == intent_names::use || (learnt.rows.size() < match::many_rows &&
                                       match::names_are_words(learnt.classes, learnt.rows));
    return wanted ? match::rows_from_names(learnt.classes) : std::vector<training_row>{};
}

std::vector<match::evidence> evidence_from(const match::model& model, std::span<const example> tune,
                                           std::string_view out_of_scope) {
    std::vector<match::evidence> found;
    match::plain_text reader;
    match::workspace scratch;
    for (const auto& next : tune) {
        const auto p = model.predict(reader.read(next.text), scratch);
        const auto in_scope = next.intent != out_of_scope;
        const auto right = in_scope && model.classes()[p.best].name == next.intent;
        found.push_back({p.score, p.coverage, p.probabilities[p.best], p.best, in_scope, right});
    }
    return found;
}

// Extra trainings are short work for few rows and long for many.
std::size_t rounds_for(std::size_t rows) noexcept {
    return rows < 1500 ? 5 : rows < 6000 ? 3 : 1;
}

result<std::vector<match::evidence>> evidence_held_out(const numbered& learnt,
                                                       const match::train_options& options,
                                                       std::span<const training_row> extra) {
    auto made = match::hide_intents(learnt.rows, learnt.classes, options,
                                    rounds_for(learnt.rows.size()), extra);
    if (!made) return made.error();
    const auto& held = made.value();
    const auto any_outside = std::ranges::any_of(learnt.classes, &match::class_info::out_of_scope);
    std::vector<match::evidence> found;
    for (std::size_t i = 0; i < held.rows.size(); ++i) {
        const auto label = learnt.rows[held.rows[i]].classes.front();
        const auto outside = learnt.classes[label].out_of_scope;
        // Real out-of-scope rows are better evidence than hidden intents, which then stay out.
        if (any_outside && !held.known[i]) continue;
        const auto& p = held.predictions[i];
        found.push_back(match::evidence_of(p, held.known[i] && !outside, p.best == label));
    }
    return found;
}

// Whether so few intents remain when a fifth is hidden that nothing could be trained.
bool can_hide(const numbered& learnt) {
    return learnt.classes.size() >= 4 && learnt.rows.size() >= 20;
}

bool mostly_asks_inside(std::span<const match::evidence> tune) {
    const auto outside = std::ranges::count(tune, false, &match::evidence::in_scope);
    return !tune.empty() && outside * 4 < std::ssize(tune);
}

} // namespace

matcher::matcher(std::shared_ptr<const state> s) noexcept : state_(std::move(s)) {}

result<matcher> matcher::train(std::span<const example> examples, const matcher_options& options,
                               std::span<const example> tune) {
    const auto numbers = number(examples, options.out_of_scope);
    if (!numbers) return numbers.error();
    const auto& learnt = numbers.value();
    match::train_options how;
    how.kind = static_cast<match::model_kind>(options.kind);
    how.threads = options.threads;
    how.seed = options.seed;
    how.progress = options.progress;
    const auto names = name_rows(learnt, options.names);
    auto all = learnt.rows;
    all.insert(all.end(), names.begin(), names.end());
    auto bytes = match::train(all, learnt.classes, how);
    if (!bytes) return bytes.error();
    auto model = match::model::from_bytes(
        std::make_shared<const match::model_bytes>(std::move(bytes.value())));
    if (!model) return model.error();

    auto evidence = evidence_from(model.value(), tune, options.out_of_scope);
    const auto inside_first = mostly_asks_inside(evidence);
    const auto outside = std::ranges::count(evidence, false, &match::evidence::in_scope);
    auto kind = match::strangers::real;
    if ((outside == 0 || outside == std::ssize(evidence)) && can_hide(learnt)) {
        how.progress = {};
        auto held = evidence_held_out(learnt, how, names);
        if (!held) return held.error();
        evidence = std::move(held.value());
        kind = match::strangers::hidden;
    }
    const auto classes = learnt.classes.size();
    const auto calibrated = match::fit_calibration(evidence, classes, kind);
    auto points = match::choose_points(
        evidence, match::fair_confidences(evidence, calibrated, classes, kind));
    points.own_is_balanced = !inside_first;
    auto final_model = match::model::from_bytes(std::make_shared<const match::model_bytes>(
        match::recalibrate(model.value(), calibrated, points)));
    if (!final_model) return final_model.error();
    return matcher(std::make_shared<const state>(state{final_model.value()}));
}

result<matcher> matcher::load(std::span<const std::byte> bytes) {
    auto copy = std::make_shared<match::model_bytes>(bytes.size());
    if (copy->view().size() != bytes.size()) {
        return error{errc::bad_bundle, {{"", "", "matcher model cut short or grown"}}};
    }
    std::ranges::copy(bytes, copy->writable().begin());
    auto model = match::model::from_bytes(std::shared_ptr<const match::model_bytes>(copy));
    if (!model) return model.error();
    return matcher(std::make_shared<const state>(state{model.value()}));
}

std::span<const std::byte> matcher::bytes() const noexcept {
    return state_->model.to_bytes();
}

match_result matcher::predict(std::string_view text, scratch& memory,
                              std::size_t most_ranked) const {
    const auto& model = state_->model;
    auto& [reader, work, ranked] = *memory.state_;
    const auto p = model.predict(reader.read(text), work);
    ranked.clear();
    const auto classes = model.classes();
    for (std::size_t c = 0; c < classes.size() && most_ranked > 0; ++c) {
        if (classes[c].out_of_scope) continue;
        const ranked_intent next{classes[c].name, p.probabilities[c]};
        if (ranked.size() == most_ranked) {
            if (next.probability <= ranked.back().probability) continue;
            ranked.pop_back();
        }
        const auto at = std::ranges::upper_bound(ranked, next.probability, std::greater<>{},
                                                 &ranked_intent::probability);
        ranked.insert(at, next);
    }
    return {.best = classes[p.best].name,
            .confidence = p.confidence,
            .in_scope = p.confidence >= threshold(own_point()),
            .ranked = ranked};
}

std::vector<word_effect> matcher::explain(std::string_view text, std::string_view intent) const {
    const auto classes = state_->model.classes();
    const auto at = std::ranges::find(classes, intent, &match::class_view::name);
    if (at == classes.end()) return {};
    match::plain_text reader;
    match::workspace work;
    const auto sample = reader.read(text);
    const auto effects = match::leave_one_out(state_->model, sample, work);
    std::vector<word_effect> found;
    for (std::size_t i = 0; i < effects.parts; ++i) {
        found.push_back({std::string(sample.words[i]),
                         effects.of(i, static_cast<std::size_t>(at - classes.begin()))});
    }
    return found;
}

float matcher::threshold(operating_point point) const noexcept {
    const auto& points = state_->model.points();
    return point == operating_point::keep ? points.keep : points.balanced;
}

operating_point matcher::own_point() const noexcept {
    return state_->model.points().own_is_balanced ? operating_point::balanced
                                                  : operating_point::keep;
}

std::vector<std::string_view> matcher::intents() const {
    std::vector<std::string_view> names;
    for (const auto& c : state_->model.classes()) {
        if (!c.out_of_scope) names.push_back(c.name);
    }
    return names;
}

} // namespace gaitkeeper
