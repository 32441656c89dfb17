#include "match/model.hpp"

#include <algorithm>
#include <limits>

#include "match/calibrate.hpp"
#include "match/kernels.hpp"

namespace gaitkeeper::match {

namespace {

// The table is far larger than the caches: ask early for the rows that will be added late. The
// parts of a sample find there what the whole has asked for.
void fetch(const network_view& net, const active_features& active) {
    for (const auto row : active.rows) {
        __builtin_prefetch(&net.scales[row]);
        for (std::size_t at = 0; at < net.units; at += 64)
            __builtin_prefetch(&net.table[row * std::size_t{net.units} + at]);
    }
}

// The rows of the blocks that a network uses, their weights moved to the front to match. Most
// networks use all that there is.
std::span<const std::uint32_t> used_rows(const weighting& by, const active_features& active,
                                         workspace& scratch) {
    std::size_t unused = 0, from = 0;
    for (std::size_t b = 0; b < block_count; from = active.end[b++]) {
        if (by.blocks[b] == 0.0F) unused += active.end[b] - from;
    }
    if (unused == 0) return active.rows;
    scratch.rows.clear();
    from = 0;
    for (std::size_t b = 0; b < block_count; from = active.end[b++]) {
        if (by.blocks[b] == 0.0F) continue;
        std::copy(scratch.weights.begin() + static_cast<std::ptrdiff_t>(from),
                  scratch.weights.begin() + active.end[b],
                  scratch.weights.begin() + static_cast<std::ptrdiff_t>(scratch.rows.size()));
        scratch.rows.insert(scratch.rows.end(),
                            active.rows.begin() + static_cast<std::ptrdiff_t>(from),
                            active.rows.begin() + active.end[b]);
    }
    return scratch.rows;
}

} // namespace

void model::run(const network_view& net, const active_features& active, workspace& scratch) const {
    weigh(active, net.input_weights, scratch.weights);
    const auto rows = used_rows(net.input_weights, active, scratch);
    for (std::size_t i = 0; i < rows.size(); ++i)
        scratch.weights[i] *= net.scales[rows[i]];
    auto& hidden = scratch.hidden;
    hidden.assign(net.hidden_bias.begin(), net.hidden_bias.end());
    add_byte_rows(hidden.data(), net.units, net.table.data(), rows, scratch.weights.data());
    if (!net.has_head) {
        scratch.network_logits.assign(hidden.begin(), hidden.end());
        return;
    }
    rectify(hidden.data() + net.linear_units, net.units - net.linear_units);
    // Half the rectified units are off; their rows of the head need no visit. Which half is
    // anybody's guess, so every unit is written and the place kept where it is on.
    const auto stride = net.bias.size();
    scratch.head_rows.resize(std::max<std::size_t>(scratch.head_rows.size(), net.units));
    scratch.weights.resize(std::max<std::size_t>(scratch.weights.size(), net.units));
    const auto** row_of = scratch.head_rows.data();
    auto* weight_of = scratch.weights.data();
    const float* head = net.head.data();
    std::size_t on = 0;
    for (std::size_t k = 0; k < net.units; ++k, head += stride) {
        row_of[on] = head;
        weight_of[on] = hidden[k];
        on += hidden[k] == 0.0F ? 0U : 1U;
    }
    scratch.network_logits.assign(net.bias.begin(), net.bias.end());
    add_scaled_rows(scratch.network_logits.data(), stride, std::span(row_of, on), weight_of);
}

skip_pairs model::pairs() const noexcept {
    const auto uses = [](const network_view& net) {
        return net.input_weights.blocks[static_cast<std::size_t>(block::skip_pair)] > 0.0F;
    };
    return std::ranges::any_of(networks_, uses) ? skip_pairs::extracted : skip_pairs::left_out;
}

prediction model::predict(const sample_text& sample, workspace& scratch) const {
    scratch.keys.extract(sample, pairs());
    return predict_again(sample, scratch);
}

prediction model::predict_again(const sample_text& sample, workspace& scratch) const {
    const bool lacks_pairs = !sample.unsegmented && pairs() == skip_pairs::extracted &&
                             scratch.keys.pairs() == skip_pairs::left_out;
    if (lacks_pairs) scratch.keys.extract(sample, skip_pairs::extracted);
    look_up(words_, scratch.keys, scratch.active);
    for (const auto& net : networks_)
        fetch(net, scratch.active);
    return decide(scratch.active, scratch);
}

prediction model::predict_part(std::size_t begin, std::size_t end,
                               std::span<const std::string_view> concepts,
                               workspace& scratch) const {
    scratch.keys.extract_part(begin, end, concepts, scratch.places);
    look_up_part(words_, scratch.keys, scratch.places, scratch.active, scratch.active_part);
    return decide(scratch.active_part, scratch);
}

prediction model::decide(const active_features& active, workspace& scratch) const {
    const auto count = classes_.size();
    scratch.logits.assign(count, 0.0F);
    scratch.probabilities.assign(count, 0.0F);
    scratch.network_probabilities.resize(count);
    const auto share = 1.0F / static_cast<float>(networks_.size());
    float total = 0.0F;
    for (const auto& net : networks_) {
        run(net, active, scratch);
        total += share * softmax(scratch.network_logits.data(),
                                 scratch.network_probabilities.data(), count);
        for (std::size_t c = 0; c < count; ++c) {
            scratch.logits[c] += share * scratch.network_logits[c];
            scratch.probabilities[c] += share * scratch.network_probabilities[c];
        }
    }

    prediction p{.logits = scratch.logits, .probabilities = scratch.probabilities};
    constexpr auto lowest = -std::numeric_limits<float>::infinity();
    float inside = lowest, outside = lowest, best = -1.0F;
    for (std::size_t c = 0; c < count; ++c) {
        auto& highest = classes_[c].out_of_scope ? outside : inside;
        highest = std::max(highest, scratch.logits[c]);
        if (classes_[c].out_of_scope || scratch.probabilities[c] <= best) continue;
        best = scratch.probabilities[c];
        p.best = static_cast<std::uint32_t>(c);
    }
    p.score = outside == lowest ? total : inside - outside;
    p.coverage = active.coverage;
    p.confidence = confidence_of(p);
    return p;
}

float model::confidence_of(const prediction& p) const noexcept {
    return match::confidence_of(
        calibration_,
        {.score = p.score, .coverage = p.coverage, .top = p.probabilities[p.best], .best = p.best});
}

} // namespace gaitkeeper::match
