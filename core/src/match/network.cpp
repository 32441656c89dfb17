#include "match/network.hpp"

#include <algorithm>
#include <barrier>
#include <cmath>
#include <numeric>
#include <span>
#include <thread>

#include "match/kernels.hpp"
#include "match/random.hpp"

namespace gaitkeeper::match {
namespace {

// Decides unit by unit whether dropout keeps it, eight draws to a random number.
class dropout {
public:
    dropout(float rate, std::uint64_t seed) noexcept
        : threshold_(static_cast<std::uint32_t>(rate * 256.0F)), random_(seed) {}

    bool keeps() noexcept {
        if (threshold_ == 0) return true;
        if (left_ == 0) {
            bits_ = random_.next();
            left_ = 8;
        }
        const auto draw = bits_ & 0xffU;
        bits_ >>= 8U;
        --left_;
        return draw >= threshold_;
    }
    [[nodiscard]] float scale() const noexcept {
        return 256.0F / static_cast<float>(256 - threshold_);
    }

private:
    std::uint32_t threshold_;
    random_source random_;
    std::uint64_t bits_ = 0;
    int left_ = 0;
};

constexpr std::uint32_t nothing = 0xffffffffU;

// What all threads see of the run.
struct shared_run {
    const training_set& set;
    const network_options& options;
    network& net;
    std::size_t threads;
    std::barrier<> together;
    std::vector<float> input; // per feature: U, then Adam's two moments, together for locality
    std::vector<float> head_mean, head_square;
    std::vector<float> bias_mean, bias_square;
    std::vector<float> hidden_mean, hidden_square;
    std::vector<float> hidden;       // batch * units
    std::vector<float> hidden_slope; // batch * units: d loss / d pre-activation
    std::vector<float> slope;        // batch * class_stride: d loss / d logits

    shared_run(const training_set& s, const network_options& o, network& n, std::size_t t)
        : set(s), options(o), net(n), threads(t), together(static_cast<std::ptrdiff_t>(t)) {}
};

// One thread's part: it owns a range of hidden units, and shares out the batch's samples between.
class worker {
public:
    worker(shared_run& run, std::size_t index)
        : run_(run),
          index_(index),
          unit_begin_(run.net.units / run.threads * index),
          units_(run.net.units / run.threads),
          order_(run.set.size()),
          head_of_row_(run.input.size() / (run.net.units * 3), nothing),
          gradient_(std::max(units_, run.net.class_stride)) {}

    void work(const std::function<void(double)>& progress) {
        const auto size = run_.set.size();
        const auto batch = run_.options.batch;
        const auto steps = (size + batch - 1) / batch * run_.options.epochs;
        double mean_left = 1.0, square_left = 1.0;
        std::size_t step = 0;
        for (std::size_t epoch = 0; epoch < run_.options.epochs; ++epoch) {
            shuffle(epoch);
            for (std::size_t at = 0; at < size; at += batch, ++step) {
                mean_left *= 0.9;
                square_left *= 0.999;
                const auto rate = static_cast<double>(run_.options.learning_rate) *
                                  (1.0 - static_cast<double>(step) / static_cast<double>(steps));
                const auto corrected = rate * std::sqrt(1.0 - square_left) / (1.0 - mean_left);
                one_batch(std::span(order_).subspan(at, std::min(batch, size - at)), epoch,
                          {static_cast<float>(corrected), 1e-8F});
            }
            if (progress) {
                progress(static_cast<double>(epoch + 1) / static_cast<double>(run_.options.epochs));
            }
        }
    }

private:
    struct use {
        float weight;
        std::uint32_t sample;
        std::uint32_t next;
    };

    // Every thread shuffles its own copy alike: cheaper than waiting for one that does.
    void shuffle(std::size_t epoch) {
        std::iota(order_.begin(), order_.end(), 0U);
        random_source random(mix(run_.options.seed) ^ mix(epoch));
        for (auto i = order_.size(); i > 1; --i) {
            std::swap(order_[i - 1], order_[random.below(static_cast<std::uint32_t>(i))]);
        }
    }

    void one_batch(std::span<const std::uint32_t> samples, std::size_t epoch, adam_step step) {
        touched_.clear();
        uses_.clear();
        for (std::uint32_t s = 0; s < samples.size(); ++s)
            forward(s, samples[s], epoch);
        run_.together.arrive_and_wait();
        for (auto s = index_; s < samples.size(); s += run_.threads) {
            classify(s, samples[s], 1.0F / static_cast<float>(samples.size()));
        }
        run_.together.arrive_and_wait();
        update_head(samples.size(), step);
        update_input(samples.size(), step);
    }

    // Own units of h for one sample, after dropout; notes which features it used.
    void forward(std::uint32_t s, std::uint32_t sample, std::size_t epoch) {
        const auto seed = mix(run_.options.seed * 0x10001U + epoch) ^ mix(sample + 1ULL);
        dropout input(run_.options.input_dropout, seed);
        rows_.clear();
        scales_.clear();
        for (auto i = run_.set.feature_begin[sample]; i < run_.set.feature_begin[sample + 1]; ++i) {
            if (!input.keeps()) continue;
            const auto row = run_.set.features[i];
            const auto weight = run_.set.weights[i] * input.scale();
            rows_.push_back(input_row(row));
            scales_.push_back(weight);
            if (head_of_row_[row] == nothing) touched_.push_back(row);
            uses_.push_back({weight, s, head_of_row_[row]});
            head_of_row_[row] = static_cast<std::uint32_t>(uses_.size() - 1);
        }
        auto* h = &run_.hidden[s * run_.net.units + unit_begin_];
        std::copy_n(&run_.net.hidden_bias[unit_begin_], units_, h);
        add_scaled_rows(h, units_, rows_, scales_.data());
        for (std::size_t group = 0; group < units_; group += unit_step) {
            drop(h + group, unit_begin_ + group, seed);
        }
    }

    // A generator for each group of units, so that a thread draws for its own alone.
    void drop(float* h, std::size_t unit, std::uint64_t seed) const noexcept {
        dropout units(run_.options.hidden_dropout, ~(seed + unit));
        const auto linear = unit < run_.net.linear_units;
        for (std::size_t k = 0; k < unit_step; ++k) {
            const auto active = linear || h[k] > 0.0F;
            const auto factor = units.keeps() && active ? units.scale() : 0.0F;
            h[k] *= factor;
        }
    }

    // Logits of one sample, the loss's slope there and, back through V, at the hidden units.
    void classify(std::size_t s, std::uint32_t sample, float share) {
        const auto& net = run_.net;
        const auto stride = net.class_stride;
        const auto* h = &run_.hidden[s * net.units];
        auto* slope = &run_.slope[s * stride];
        gather(net.units, h, 1, net.head.data(), stride);
        logits_.assign(net.bias.begin(), net.bias.end());
        add_scaled_rows(logits_.data(), stride, rows_, scales_.data());
        softmax(logits_.data(), slope, net.classes);
        const auto labels =
            std::span(run_.set.labels)
                .subspan(run_.set.label_begin[sample],
                         run_.set.label_begin[sample + 1] - run_.set.label_begin[sample]);
        for (const auto label : labels)
            slope[label] -= 1.0F / static_cast<float>(labels.size());
        const auto scale = share * run_.set.importance[sample];
        for (std::size_t c = 0; c < net.classes; ++c)
            slope[c] *= scale;

        auto* back = &run_.hidden_slope[s * net.units];
        std::fill_n(back, net.units, 0.0F);
        const auto kept = dropout(run_.options.hidden_dropout, 0).scale();
        for (const auto* row : rows_) {
            const auto unit = static_cast<std::size_t>(row - net.head.data()) / stride;
            back[unit] = kept * dot(row, slope, stride);
        }
    }

    void update_head(std::size_t samples, adam_step step) {
        auto& net = run_.net;
        const auto stride = net.class_stride;
        for (auto k = unit_begin_; k < unit_begin_ + units_; ++k) {
            gather(samples, &run_.hidden[k], net.units, run_.slope.data(), stride);
            std::fill_n(gradient_.begin(), stride, 0.0F);
            add_scaled_rows(gradient_.data(), stride, rows_, scales_.data());
            adam(&net.head[k * stride], &run_.head_mean[k * stride], &run_.head_square[k * stride],
                 gradient_.data(), stride, step);
        }
        if (index_ != 0) return;
        std::fill_n(gradient_.begin(), stride, 0.0F);
        add_plain(gradient_.data(), stride, run_.slope.data(), stride, samples);
        adam(net.bias.data(), run_.bias_mean.data(), run_.bias_square.data(), gradient_.data(),
             stride, step);
    }

    void update_input(std::size_t samples, adam_step step) {
        const auto all = run_.net.units;
        for (std::size_t t = 0; t < touched_.size(); ++t) {
            const auto row = touched_[t];
            if (t + 2 < touched_.size()) prefetch(input_row(touched_[t + 2]), all);
            rows_.clear();
            scales_.clear();
            for (auto u = head_of_row_[row]; u != nothing; u = uses_[u].next) {
                rows_.push_back(&run_.hidden_slope[uses_[u].sample * all + unit_begin_]);
                scales_.push_back(uses_[u].weight);
            }
            head_of_row_[row] = nothing;
            std::fill_n(gradient_.begin(), units_, 0.0F);
            add_scaled_rows(gradient_.data(), units_, rows_, scales_.data());
            auto* weights = input_row(row);
            adam(weights, weights + all, weights + 2 * all, gradient_.data(), units_, step);
        }
        std::fill_n(gradient_.begin(), units_, 0.0F);
        add_plain(gradient_.data(), units_, &run_.hidden_slope[unit_begin_], all, samples);
        adam(&run_.net.hidden_bias[unit_begin_], &run_.hidden_mean[unit_begin_],
             &run_.hidden_square[unit_begin_], gradient_.data(), units_, step);
    }

    // The rows whose scale is not zero, without a branch that could be guessed wrong.
    void gather(std::size_t count, const float* scales, std::size_t scale_stride, const float* rows,
                std::size_t row_stride) {
        rows_.resize(count);
        scales_.resize(count);
        std::size_t kept = 0;
        for (std::size_t i = 0; i < count; ++i) {
            rows_[kept] = rows + i * row_stride;
            scales_[kept] = scales[i * scale_stride];
            kept += scales_[kept] != 0.0F ? 1U : 0U;
        }
        rows_.resize(kept);
        scales_.resize(kept);
    }

    void add_plain(float* out, std::size_t n, const float* rows, std::size_t stride,
                   std::size_t count) {
        rows_.clear();
        scales_.assign(count, 1.0F);
        for (std::size_t s = 0; s < count; ++s)
            rows_.push_back(rows + s * stride);
        add_scaled_rows(out, n, rows_, scales_.data());
    }

    // The input rows are spread over far more memory than the caches hold.
    void prefetch(const float* weights, std::size_t all) const noexcept {
        for (std::size_t part = 0; part < 3; ++part) {
            for (std::size_t k = 0; k < units_; k += lane_count)
                __builtin_prefetch(weights + part * all + k, 1);
        }
    }

    float* input_row(std::uint32_t row) noexcept {
        return &run_.input[row * run_.net.units * 3 + unit_begin_];
    }

    shared_run& run_;
    std::size_t index_;
    std::size_t unit_begin_;
    std::size_t units_;
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> head_of_row_; // first use of a row in this batch
    std::vector<use> uses_;
    std::vector<std::uint32_t> touched_;
    std::vector<const float*> rows_;
    std::vector<float> scales_;
    std::vector<float> gradient_;
    std::vector<float> logits_;
};

void initialise(shared_run& run, std::size_t feature_rows) {
    auto& net = run.net;
    random_source random(run.options.seed);
    run.input.assign(feature_rows * net.units * 3, 0.0F);
    for (std::size_t row = 0; row < feature_rows; ++row) {
        for (std::size_t k = 0; k < net.units; ++k) {
            run.input[row * net.units * 3 + k] = 0.1F * random.normal();
        }
    }
    net.hidden_bias.assign(net.units, 0.0F);
    net.head.assign(net.units * net.class_stride, 0.0F);
    net.bias.assign(net.class_stride, 0.0F);
    const auto spread = std::sqrt(2.0F / static_cast<float>(net.units));
    for (std::size_t k = 0; k < net.units; ++k) {
        for (std::size_t c = 0; c < net.classes; ++c) {
            net.head[k * net.class_stride + c] = spread * random.normal();
        }
    }
    run.head_mean.assign(net.head.size(), 0.0F);
    run.head_square = run.head_mean;
    run.bias_mean.assign(net.bias.size(), 0.0F);
    run.bias_square = run.bias_mean;
    run.hidden_mean.assign(net.units, 0.0F);
    run.hidden_square = run.hidden_mean;
    run.hidden.assign(run.options.batch * net.units, 0.0F);
    run.hidden_slope = run.hidden;
    run.slope.assign(run.options.batch * net.class_stride, 0.0F);
}

} // namespace

network train_network(const training_set& set, std::size_t feature_rows, std::size_t classes,
                      const network_options& options, const std::function<void(double)>& progress) {
    network net{.units = options.units,
                .linear_units = options.linear_units,
                .classes = classes,
                .class_stride = padded(classes, lane_count),
                .input = {},
                .hidden_bias = {},
                .head = {},
                .bias = {}};
    auto threads = std::clamp<std::size_t>(options.threads, 1, options.units / unit_step);
    while (options.units % (threads * lane_count) != 0)
        --threads;
    shared_run run(set, options, net, threads);
    initialise(run, feature_rows);

    std::vector<std::thread> others;
    for (std::size_t t = 1; t < threads; ++t) {
        others.emplace_back([&run, t] { worker(run, t).work({}); });
    }
    worker(run, 0).work(progress);
    for (auto& other : others)
        other.join();

    net.input.resize(feature_rows * net.units);
    for (std::size_t row = 0; row < feature_rows; ++row) {
        std::copy_n(&run.input[row * net.units * 3], net.units, &net.input[row * net.units]);
    }
    return net;
}

} // namespace gaitkeeper::match
