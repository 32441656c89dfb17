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

effects compare(const model& with, const sample_text& whole, std::span<const sample_text> lacking,
                workspace& scratch) {
    effects out{.parts = lacking.size(), .classes = with.classes().size(), .logits = {}};
    const auto all = with.predict(whole, scratch).logits;
    const std::vector<float> logits(all.begin(), all.end());
    for (const auto& rest : lacking) {
        const auto p = with.predict(rest, scratch);
        for (std::size_t c = 0; c < logits.size(); ++c)
            out.logits.push_back(logits[c] - p.logits[c]);
    }
    return out;
}

effects leave_one_out(const model& with, const sample_text& sample, workspace& scratch) {
    std::vector<std::vector<std::string_view>> words;
    for (std::size_t i = 0; i < std::min(sample.words.size(), max_explained); ++i) {
        words.push_back(without(sample.words, i));
    }
    std::vector<sample_text> lacking;
    for (const auto& rest : words)
        lacking.push_back({rest, sample.unsegmented, sample.concepts});
    return compare(with, sample, lacking, scratch);
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
