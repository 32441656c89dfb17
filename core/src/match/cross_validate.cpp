#include <algorithm>
#include <map>
#include <memory>
#include <numeric>

#include "match/random.hpp"
#include "match/train.hpp"

namespace gaitkeeper::match {
namespace {

// Rows class by class in a random order within each, dealt out like cards; a row with the words
// of an earlier one follows it, or the model would have seen the answer.
std::vector<std::size_t> deal(std::span<const training_row> rows, std::size_t folds,
                              std::uint64_t seed) {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) {
        return std::pair(rows[i].classes.empty() ? 0U : rows[i].classes.front(),
                         mix(seed ^ mix(i)));
    });
    std::map<std::vector<std::string>, std::size_t> fold_of_words;
    std::vector<std::size_t> fold(rows.size());
    std::size_t next = 0;
    for (const auto i : order) {
        const auto [at, is_new] = fold_of_words.try_emplace(rows[i].words, next % folds);
        fold[i] = at->second;
        if (is_new) ++next;
    }
    return fold;
}

// Each class in one of `parts` equal parts, in a random order.
std::vector<std::size_t> parts_of_classes(std::size_t count, std::size_t parts,
                                          std::uint64_t seed) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t c) { return mix(~seed ^ mix(c)); });
    std::vector<std::size_t> part(count);
    for (std::size_t i = 0; i < count; ++i)
        part[order[i]] = i % parts;
    return part;
}

result<model> train_part(std::span<const training_row> seen, std::span<const class_info> classes,
                         const train_options& options, std::size_t part, std::size_t parts) {
    auto quiet = options;
    quiet.progress = [&](double share) {
        if (!options.progress) return;
        options.progress((static_cast<double>(part) + share) / static_cast<double>(parts));
    };
    auto bytes = train(seen, classes, quiet);
    if (!bytes) return bytes.error();
    return model::from_bytes(std::make_shared<const model_bytes>(std::move(*bytes)));
}

} // namespace

result<std::vector<unseen_prediction>> cross_validate(std::span<const training_row> rows,
                                                      std::span<const class_info> classes,
                                                      const train_options& options,
                                                      std::size_t folds,
                                                      std::span<const training_row> extra) {
    if (folds < 2) {
        return error{errc::bad_input, {{"", "", "cross-validation needs at least two folds"}}};
    }
    const auto fold = deal(rows, folds, options.seed);
    std::vector<unseen_prediction> predictions(rows.size());
    workspace scratch;
    for (std::size_t f = 0; f < folds; ++f) {
        std::vector<training_row> seen(extra.begin(), extra.end());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (fold[i] != f) seen.push_back(rows[i]);
        }
        const auto made = train_part(seen, classes, options, f, folds);
        if (!made) return made.error();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (fold[i] == f) predictions[i] = predict_row(*made, rows[i], scratch);
        }
    }
    return predictions;
}

result<unknown_intent_rows> hide_intents(std::span<const training_row> rows,
                                         std::span<const class_info> classes,
                                         const train_options& options, std::size_t rounds,
                                         std::span<const training_row> extra) {
    constexpr std::size_t parts = 5;
    const auto fold = deal(rows, parts, options.seed);
    const auto part = parts_of_classes(classes.size(), parts, options.seed);
    unknown_intent_rows out;
    workspace scratch;
    for (std::size_t f = 0; f < std::min(rounds, parts); ++f) {
        const auto hidden = [&](const training_row& row) {
            return std::ranges::any_of(row.classes, [&](std::uint32_t c) {
                return c < classes.size() && !classes[c].out_of_scope && part[c] == f;
            });
        };
        std::vector<training_row> seen;
        for (const auto& row : extra) {
            if (!hidden(row)) seen.push_back(row);
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (fold[i] != f && !hidden(rows[i])) seen.push_back(rows[i]);
        }
        const auto made = train_part(seen, classes, options, f, rounds);
        if (!made) return made.error();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto is_hidden = hidden(rows[i]);
            if (!is_hidden && fold[i] != f) continue;
            out.rows.push_back(i);
            out.known.push_back(!is_hidden);
            out.predictions.push_back(predict_row(*made, rows[i], scratch));
        }
    }
    return out;
}

} // namespace gaitkeeper::match
