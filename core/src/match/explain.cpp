#include "match/explain.hpp"

#include <algorithm>
#include <unordered_map>

namespace gaitkeeper::match {
namespace {

// The sample's input to the first network: row of the input table -> weight.
std::unordered_map<std::uint32_t, float> input_of(const model& with, const sample_text& sample,
                                                  workspace& scratch) {
    scratch.keys.extract(sample);
    look_up(with.words(), scratch.keys, scratch.active);
    weigh(scratch.active, with.networks().front().input_weights, scratch.weights);
    std::unordered_map<std::uint32_t, float> input;
    for (std::size_t i = 0; i < scratch.weights.size(); ++i) {
        input.emplace(scratch.active.rows[i], scratch.weights[i]);
    }
    return input;
}

std::vector<std::string_view> without(std::span<const std::string_view> all, std::size_t left_out) {
    std::vector<std::string_view> rest(all.begin(), all.end());
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
    return rest;
}

} // namespace

effects leave_one_out(const model& with, const sample_text& sample, workspace& scratch) {
    effects out{.words = std::min(sample.words.size(), max_explained),
                .concepts = std::min(sample.concepts.size(), max_explained),
                .classes = with.classes().size(),
                .logits = {},
                .scores = {}};
    const auto whole = with.predict(sample, scratch);
    const std::vector<float> logits(whole.logits.begin(), whole.logits.end());
    const auto score = whole.score;
    const auto compare = [&](const sample_text& rest) {
        const auto p = with.predict(rest, scratch);
        for (std::size_t c = 0; c < logits.size(); ++c) {
            out.logits.push_back(logits[c] - p.logits[c]);
        }
        out.scores.push_back(score - p.score);
    };
    for (std::size_t i = 0; i < out.words; ++i) {
        const auto rest = without(sample.words, i);
        compare({rest, sample.unsegmented, sample.concepts});
    }
    for (std::size_t i = 0; i < out.concepts; ++i) {
        const auto rest = without(sample.concepts, i);
        compare({sample.words, sample.unsegmented, rest});
    }
    return out;
}

std::vector<neighbour> nearest(const model& with, const sample_text& sample,
                               std::span<const training_row> rows, std::size_t most) {
    workspace scratch;
    const auto input = input_of(with, sample, scratch);
    std::vector<neighbour> found;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::vector<std::string_view> words(rows[r].words.begin(), rows[r].words.end());
        const std::vector<std::string_view> concepts(rows[r].concepts.begin(),
                                                     rows[r].concepts.end());
        float product = 0.0F;
        for (const auto& [row, weight] :
             input_of(with, {words, rows[r].unsegmented, concepts}, scratch)) {
            const auto at = input.find(row);
            if (at != input.end()) product += weight * at->second;
        }
        found.push_back({r, product / (input_norm * input_norm)});
    }
    most = std::min(most, found.size());
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(most),
                              [](const neighbour& a, const neighbour& b) {
                                  return a.similarity != b.similarity ? a.similarity > b.similarity
                                                                      : a.row < b.row;
                              });
    found.resize(most);
    return found;
}

} // namespace gaitkeeper::match
