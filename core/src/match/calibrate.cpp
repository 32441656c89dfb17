#include "match/calibrate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "match/kernels.hpp"

namespace gaitkeeper::match {
namespace {

constexpr std::size_t terms = 4; // bias, score, coverage, ln(top)
using vector = std::array<double, terms>;
using matrix = std::array<vector, terms>;

vector terms_of(const evidence& row) noexcept {
    return {1.0, static_cast<double>(row.score), static_cast<double>(row.coverage),
            std::log(std::max(static_cast<double>(row.top), 1e-6))};
}

// Mean and spread of each term, so that one ridge suits all.
struct scaling {
    vector mean{}, spread{1.0, 1.0, 1.0, 1.0};
};

scaling scaling_of(std::span<const evidence> rows) {
    scaling s;
    const auto n = static_cast<double>(rows.size());
    vector squares{};
    for (const auto& row : rows) {
        const auto x = terms_of(row);
        for (std::size_t k = 1; k < terms; ++k) {
            s.mean[k] += x[k] / n;
            squares[k] += x[k] * x[k] / n;
        }
    }
    for (std::size_t k = 1; k < terms; ++k) {
        s.spread[k] = std::sqrt(std::max(squares[k] - s.mean[k] * s.mean[k], 1e-12));
    }
    return s;
}

// Gaussian elimination; the ridge keeps the matrix positive definite.
vector solve(matrix a, vector b) {
    for (std::size_t i = 0; i < terms; ++i) {
        for (auto r = i + 1; r < terms; ++r) {
            const auto factor = a[r][i] / a[i][i];
            for (auto c = i; c < terms; ++c)
                a[r][c] -= factor * a[i][c];
            b[r] -= factor * b[i];
        }
    }
    for (auto i = terms; i-- > 0;) {
        for (auto c = i + 1; c < terms; ++c)
            b[i] -= a[i][c] * b[c];
        b[i] /= a[i][i];
    }
    return b;
}

// So many real strangers are enough to tell which classes attract them.
constexpr std::ptrdiff_t enough_strangers = 50;

double probability(double z) noexcept {
    return 1.0 / (1.0 + std::exp(-std::clamp(z, -30.0, 30.0)));
}

// Terms switched off keep weight 0: their ridge is as good as infinite.
vector fit(std::span<const evidence> rows, const scaling& s, const std::array<bool, terms>& on,
           std::span<const double> by_class, vector w = {}, int steps = 40) {
    for (int step = 0; step < steps; ++step) {
        matrix curvature{};
        vector slope{};
        for (std::size_t k = 0; k < terms; ++k) {
            const auto ridge = k == 0 ? 1e-3 : on[k] ? 1.0 : 1e12;
            curvature[k][k] = ridge;
            slope[k] = -ridge * w[k];
        }
        for (const auto& row : rows) {
            auto x = terms_of(row);
            double z = w[0] + (by_class.empty() ? 0.0 : by_class[row.best]);
            for (std::size_t k = 1; k < terms; ++k) {
                x[k] = (x[k] - s.mean[k]) / s.spread[k];
                z += w[k] * x[k];
            }
            const auto p = probability(z);
            for (std::size_t k = 0; k < terms; ++k) {
                slope[k] += ((row.in_scope ? 1.0 : 0.0) - p) * x[k];
                for (std::size_t j = 0; j < terms; ++j) {
                    curvature[k][j] += p * (1.0 - p) * x[k] * x[j];
                }
            }
        }
        const auto change = solve(curvature, slope);
        for (std::size_t k = 0; k < terms; ++k)
            w[k] += std::clamp(change[k], -2.0, 2.0);
    }
    return w;
}

// One Newton step for each class's bias, beside the common weights; a normal prior of spread 1.
void step_classes(std::span<const evidence> rows, const scaling& s, const vector& w,
                  std::vector<double>& by_class) {
    std::vector<double> slope(by_class.size()), curvature(by_class.size(), 1.0);
    for (std::size_t c = 0; c < by_class.size(); ++c)
        slope[c] = -by_class[c];
    for (const auto& row : rows) {
        const auto x = terms_of(row);
        double z = w[0] + by_class[row.best];
        for (std::size_t k = 1; k < terms; ++k)
            z += w[k] * (x[k] - s.mean[k]) / s.spread[k];
        const auto p = probability(z);
        slope[row.best] += (row.in_scope ? 1.0 : 0.0) - p;
        curvature[row.best] += p * (1.0 - p);
    }
    for (std::size_t c = 0; c < by_class.size(); ++c)
        by_class[c] += slope[c] / curvature[c];
}

} // namespace

evidence evidence_of(const unseen_prediction& p, bool in_scope, bool right) noexcept {
    return {p.score, p.coverage, p.probabilities[p.best], p.best, in_scope, in_scope && right};
}

calibration fit_calibration(std::span<const evidence> rows, std::size_t classes, strangers kind) {
    const auto inside = std::ranges::count(rows, true, &evidence::in_scope);
    if (inside == 0 || inside == std::ssize(rows)) {
        float lowest = 0.0F;
        for (const auto& row : rows)
            lowest = std::min(lowest, row.score);
        return {.bias = -lowest, .score = 1.0F, .by_class = {}};
    }
    const auto s = scaling_of(rows);
    std::array<bool, terms> on{true, true, true, true};
    vector w = fit(rows, s, on, {});
    // A weight below zero is taken out and the rest fitted again; at most three times.
    for (std::size_t round = 1; round < terms; ++round) {
        const auto worst = std::min_element(w.begin() + 1, w.end());
        if (*worst >= 0.0) break;
        on[static_cast<std::size_t>(worst - w.begin())] = false;
        w = fit(rows, s, on, {});
    }
    std::vector<double> by_class;
    if (kind == strangers::real && std::ssize(rows) - inside >= enough_strangers) {
        by_class.assign(classes, 0.0);
        constexpr int rounds = 20;
        for (int round = 0; round < rounds; ++round) {
            step_classes(rows, s, w, by_class);
            w = fit(rows, s, on, by_class, w, 2);
        }
    }
    double bias = w[0];
    for (std::size_t k = 1; k < terms; ++k) {
        w[k] = on[k] ? std::max(w[k], 0.0) / s.spread[k] : 0.0;
        bias -= w[k] * s.mean[k];
    }
    return {static_cast<float>(bias),
            static_cast<float>(w[1]),
            static_cast<float>(w[2]),
            static_cast<float>(w[3]),
            {by_class.begin(), by_class.end()}};
}

float confidence_of(const calibration& c, const evidence& row) noexcept {
    const auto top = std::log(static_cast<double>(std::max(row.top, 1e-6F)));
    const auto own = c.by_class.empty() ? 0.0F : c.by_class[row.best];
    const auto z = c.bias + own + c.score * row.score + c.coverage * row.coverage +
                   c.top * static_cast<float>(top);
    return 1.0F / (1.0F + exponential(-z));
}

std::vector<float> fair_confidences(std::span<const evidence> rows, const calibration& c,
                                    std::size_t classes, strangers kind) {
    constexpr std::size_t folds = 5;
    const auto inside = std::ranges::count(rows, true, &evidence::in_scope);
    const auto few = std::min(inside, std::ssize(rows) - inside) < enough_strangers;
    std::vector<float> confidences(rows.size());
    for (std::size_t f = 0; f < folds; ++f) {
        std::vector<evidence> others;
        for (std::size_t i = 0; i < rows.size() && !few; ++i) {
            if (i % folds != f) others.push_back(rows[i]);
        }
        const auto with = few ? c : fit_calibration(others, classes, kind);
        for (auto i = f; i < rows.size(); i += folds)
            confidences[i] = confidence_of(with, rows[i]);
    }
    return confidences;
}

operating_points choose_points(std::span<const evidence> rows, std::span<const float> confidences,
                               double keep_cost) {
    struct judged {
        float confidence;
        bool in_scope, right;
    };
    std::vector<judged> all;
    double inside = 0, outside = 0, kept_right = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        all.push_back({confidences[i], row.in_scope, row.right});
        (row.in_scope ? inside : outside) += 1;
        if (row.right) kept_right += 1;
    }
    std::ranges::sort(all, {}, &judged::confidence);

    // Walk the threshold upwards past one confidence at a time; between two, take the middle.
    operating_points points;
    const auto least_right = kept_right - keep_cost * inside;
    auto best = inside > 0 ? kept_right / inside : 0.0;
    double refused = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].right) kept_right -= 1;
        if (!all[i].in_scope) refused += 1;
        const auto last = i + 1 == all.size();
        if (!last && all[i + 1].confidence == all[i].confidence) continue;
        const auto next = last ? 1.0F : all[i + 1].confidence;
        const auto threshold = all[i].confidence + (next - all[i].confidence) / 2;
        if (kept_right >= least_right) points.keep = threshold;
        const auto sum =
            (inside > 0 ? kept_right / inside : 0.0) + (outside > 0 ? refused / outside : 0.0);
        if (outside > 0 && sum > best) {
            best = sum;
            points.balanced = threshold;
        }
    }
    if (outside == 0) points.balanced = points.keep;
    return points;
}

} // namespace gaitkeeper::match
