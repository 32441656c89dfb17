#include "match/train.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <memory>

#include "match/augment.hpp"
#include "match/kernels.hpp"

namespace gaitkeeper::match {
namespace {

error refuse(errc code, std::string what) {
    return {code, {{"", "", std::move(what)}}};
}

// Views of a row's words and concepts, kept between rows.
class row_view {
public:
    sample_text operator()(const training_row& row) {
        words_.assign(row.words.begin(), row.words.end());
        concepts_.assign(row.concepts.begin(), row.concepts.end());
        return {words_, row.unsegmented, concepts_};
    }

private:
    std::vector<std::string_view> words_;
    std::vector<std::string_view> concepts_;
};

std::optional<error> check(std::span<const training_row> rows,
                           std::span<const class_info> classes) {
    if (rows.empty()) return refuse(errc::bad_input, "no examples to train on");
    if (rows.size() > max_training_rows)
        return refuse(errc::limit_exceeded, "more than 1,000,000 examples");
    if (classes.size() > max_classes)
        return refuse(errc::limit_exceeded, "more than 65,535 intents");
    std::vector<bool> used(classes.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        const auto place = "example " + std::to_string(i + 1);
        if (row.classes.empty()) return refuse(errc::bad_input, place + " has no intent");
        if (!(row.weight > 0.0F) || !std::isfinite(row.weight)) {
            return refuse(errc::bad_input, place + " has a weight that is not a positive number");
        }
        for (const auto c : row.classes) {
            if (c >= classes.size())
                return refuse(errc::bad_input, place + " names an intent that is not there");
            used[c] = true;
        }
    }
    if (std::ranges::count(used, true) < 2)
        return refuse(errc::bad_input, "examples of at least two intents are needed");
    if (std::ranges::all_of(classes, &class_info::out_of_scope))
        return refuse(errc::bad_input, "every intent is out of scope");
    return std::nullopt;
}

// Up to here half the units tell the classes apart as well, at half the price.
constexpr std::size_t few_classes = 48;

struct network_plan {
    network_options network;
    weighting input_weights;
    bool collapse = false;
};

// The recipe's clamp(2400 * batch / N, 15, 400), and less for sets so large that time would run
// away. Noised copies double the samples an epoch sees.
std::size_t epochs_for(std::size_t samples, std::size_t classes, bool noised) {
    const std::size_t batch = samples >= many_rows ? 32 : 16;
    auto wanted = std::clamp<std::size_t>(2400 * batch / samples, 15, 400);
    if (noised) wanted = wanted * 55 / 100;
    constexpr std::size_t most_work = 2'000'000'000;
    const auto affordable = most_work / (samples * (classes + 300));
    return std::max<std::size_t>(2, std::min(wanted, affordable));
}

float& pairs_of(weighting& w) noexcept {
    return w.blocks[static_cast<std::size_t>(block::skip_pair)];
}

std::vector<network_plan> plan(const train_options& options, std::size_t samples,
                               std::size_t classes) {
    const auto many = samples >= many_rows;
    network_plan first;
    auto& net = first.network;
    if (many && classes <= few_classes) {
        net.units = 128;
        net.linear_units = 64;
    }
    // Batches of 64 with a higher rate train as well as the recipe's 32 in three quarters of the
    // time: fewer input rows are fetched and stored per sample.
    net.batch = many ? 64 : 16;
    net.learning_rate = many ? 0.003F : 0.002F;
    net.epochs = epochs_for(samples, classes, many && options.noised_copies);
    // Few classes are cheap to learn, and with 15 rounds a set keeps a twentieth of its own rows
    // unlearnt.
    if (many && classes <= few_classes) net.epochs *= 2;
    net.input_dropout = many ? 0.5F : 0.6F;
    net.seed = options.seed;
    first.input_weights.square_root = many;
    if (!many) first.input_weights.blocks = {1.0F, 0.7F, 1.2F, 1.0F, 0.0F};
    if (options.network) net = *options.network;
    if (options.input_weights) first.input_weights = *options.input_weights;

    auto linear = first;
    linear.network.linear_units = linear.network.units;
    if (options.kind == model_kind::fast) {
        // Collapsing pays while a row of classes is shorter than a row of units.
        linear.collapse = padded(classes, unit_step) <= net.units;
        return {linear};
    }
    auto rectified = first;
    rectified.network.linear_units = 0;
    rectified.network.input_dropout = 0.6F;
    rectified.network.seed = options.seed + 1;
    if (!options.input_weights) pairs_of(rectified.input_weights) = many ? 0.5F : 0.7F;
    if (options.kind == model_kind::standard) {
        if (many || options.network) return {first};
        // Few examples: two halves that look at different features know more than the whole.
        for (auto* half : {&first.network, &rectified.network}) {
            half->units /= 2;
            half->linear_units /= 2;
        }
        return {first, rectified};
    }
    linear.network.input_dropout = 0.6F;
    linear.network.seed = options.seed + 2;
    return {first, rectified, linear};
}

vocabulary_limits limits_for(const train_options& options, std::size_t samples,
                             std::span<network_plan> plans) {
    if (options.limits) return *options.limits;
    vocabulary_limits limits;
    if (samples >= many_rows) {
        limits.min_df = {1, 3, 4, 1, 3};
        limits.max_rows = 34'000;
    } else {
        limits.max_rows = 100'000;
    }
    const auto paired = std::ranges::any_of(
        plans, [](network_plan& p) { return pairs_of(p.input_weights) > 0.0F; });
    auto& least = limits.min_df[static_cast<std::size_t>(block::skip_pair)];
    least = paired ? std::max(least, 2U) : no_row; // pairs are many, and most occur once
    return limits;
}

// The rows as the networks see them, before each network's own weighting.
struct encoded_rows {
    training_set set;
    std::vector<active_features> active;
};

encoded_rows encode(std::span<const training_row> rows, const vocabulary& words) {
    encoded_rows out;
    feature_keys keys;
    row_view view;
    active_features found;
    for (const auto& row : rows) {
        keys.extract(view(row));
        look_up(words, keys, found);
        out.active.push_back(found);
        auto& set = out.set;
        set.labels.insert(set.labels.end(), row.classes.begin(), row.classes.end());
        set.label_begin.push_back(static_cast<std::uint32_t>(set.labels.size()));
        set.importance.push_back(row.weight);
    }
    return out;
}

// The rows as one network weighs them; what weighs nothing is left out.
training_set weighed(const encoded_rows& rows, const weighting& by) {
    auto set = rows.set;
    std::vector<float> weights;
    for (const auto& active : rows.active) {
        weigh(active, by, weights);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (weights[i] == 0.0F) continue;
            set.features.push_back(active.rows[i]);
            set.weights.push_back(weights[i]);
        }
        set.feature_begin.push_back(static_cast<std::uint32_t>(set.features.size()));
    }
    return set;
}

// Trains networks side by side while there are threads, then shares the threads left over out
// inside each. The calling thread trains too, and reports.
std::vector<trained_network> train_all(const encoded_rows& rows, std::size_t features,
                                       std::size_t classes, std::span<const network_plan> plans,
                                       const train_options& options) {
    const auto train_one = [&](const network_plan& next, std::size_t threads,
                               const std::function<void(double)>& progress) {
        auto how = next.network;
        how.threads = threads;
        return trained_network{
            train_network(weighed(rows, next.input_weights), features, classes, how, progress),
            next.input_weights, next.collapse};
    };
    const auto threads = std::max<std::size_t>(1, options.threads);
    std::vector<trained_network> done;
    while (done.size() < plans.size()) {
        const auto wave =
            plans.subspan(done.size()).first(std::min(threads, plans.size() - done.size()));
        const auto each = threads / wave.size();
        std::vector<std::future<trained_network>> others;
        for (const auto& next : wave.subspan(1)) {
            others.push_back(std::async(std::launch::async, [&train_one, &next, each] {
                return train_one(next, each, {});
            }));
        }
        done.push_back(train_one(wave.front(), each, [&, before = done.size()](double share) {
            if (!options.progress) return;
            options.progress(
                (static_cast<double>(before) + share * static_cast<double>(wave.size())) /
                static_cast<double>(plans.size()));
        }));
        for (auto& other : others)
            done.push_back(other.get());
    }
    return done;
}

} // namespace

result<model_bytes> train(std::span<const training_row> rows, std::span<const class_info> classes,
                          const train_options& options) {
    if (auto problem = check(rows, classes)) return *problem;
    vocabulary_builder builder;
    feature_keys keys;
    row_view view;
    for (const auto& row : rows) {
        keys.extract(view(row));
        builder.count(keys);
    }
    auto plans = plan(options, rows.size(), classes.size());
    builder.finish(limits_for(options, rows.size(), plans));

    std::vector<training_row> all(rows.begin(), rows.end());
    if (options.noised_copies && rows.size() >= many_rows) {
        auto copies = with_typing_errors(rows, options.seed);
        std::ranges::move(copies, std::back_inserter(all));
    }
    const auto encoded = encode(all, builder.view());
    const auto networks = train_all(encoded, builder.view().rows(), classes.size(), plans, options);
    return write_model({.classes = classes,
                        .words = builder.view(),
                        .networks = networks,
                        .calibrated = {},
                        .points = {}});
}

unseen_prediction predict_row(const model& with, const training_row& row, workspace& scratch) {
    row_view view;
    const auto p = with.predict(view(row), scratch);
    return {{p.logits.begin(), p.logits.end()},
            {p.probabilities.begin(), p.probabilities.end()},
            p.best,
            p.score,
            p.coverage};
}

} // namespace gaitkeeper::match
