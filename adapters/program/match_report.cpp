#include "match_report.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "figures.hpp"

namespace gaitkeeper::program {
namespace {

std::string percent(double value) {
    return fixed(100 * value, 2);
}

double macro_f1(std::span<const judged_message> messages, std::size_t intents) {
    struct counts {
        double right = 0, said = 0, true_count = 0;
    };
    std::map<std::uint32_t, counts> by_intent;
    for (const auto& m : messages) {
        if (m.truth == outside) continue;
        by_intent[m.truth].true_count += 1;
        by_intent[m.best].said += 1;
        if (m.best == m.truth) by_intent[m.truth].right += 1;
    }
    double sum = 0;
    std::size_t present = 0;
    for (const auto& [intent, c] : by_intent) {
        if (c.true_count == 0) continue;
        ++present;
        sum += share(2 * c.right, c.said + c.true_count);
    }
    return share(sum, static_cast<double>(std::min(present, std::max(present, intents))));
}

// Probability that an in-scope message is surer than an out-of-scope one, by rank sums.
double auroc(std::span<const judged_message> messages) {
    std::vector<judged_message> sorted(messages.begin(), messages.end());
    std::ranges::sort(sorted, {}, &judged_message::confidence);
    double below = 0, wins = 0, in_scope = 0;
    for (std::size_t i = 0; i < sorted.size();) {
        double tied_in = 0, tied_out = 0;
        const auto confidence = sorted[i].confidence;
        for (; i < sorted.size() && sorted[i].confidence == confidence; ++i) {
            (sorted[i].truth == outside ? tied_out : tied_in) += 1;
        }
        wins += tied_in * (below + tied_out / 2);
        below += tied_out;
        in_scope += tied_in;
    }
    return share(wins, below * in_scope);
}

std::vector<outcome> outcomes_of(std::span<const judged_message> messages) {
    std::vector<outcome> outcomes;
    outcomes.reserve(messages.size());
    for (const auto& m : messages)
        outcomes.push_back({static_cast<double>(m.confidence), m.truth != outside});
    return outcomes;
}

std::string point_json(const point_figures& p) {
    return "{\"threshold\":" + fixed(static_cast<double>(p.threshold), 6) +
           ",\"in_scope_accuracy\":" + fixed(p.in_scope_accuracy, 6) +
           ",\"out_of_scope_recall\":" + fixed(p.recall, 6) +
           ",\"out_of_scope_precision\":" + fixed(p.precision, 6) + ",\"mcc\":" + fixed(p.mcc, 6) +
           ",\"answered\":" + fixed(p.answered, 6) + ",\"error\":" + fixed(p.error, 6) + "}";
}

std::string point_line(std::string_view name, const point_figures& p) {
    std::string line(name);
    line.resize(10, ' ');
    for (const auto value :
         {p.in_scope_accuracy, p.recall, p.precision, p.mcc, p.answered, p.error}) {
        line += padded_left(percent(value), 10);
    }
    return line + "   " + fixed(static_cast<double>(p.threshold), 4) + "\n";
}

} // namespace

point_figures measure_at(std::span<const judged_message> messages, float threshold) {
    point_figures p{.threshold = threshold};
    std::map<std::uint32_t, double> said, truth;
    double inside = 0, refused_outside = 0, refused = 0, right_inside = 0, right = 0;
    for (const auto& m : messages) {
        const auto answer = m.confidence >= threshold ? m.best : outside;
        said[answer] += 1;
        truth[m.truth] += 1;
        if (m.truth != outside) inside += 1;
        if (answer == outside) refused += 1;
        if (answer != m.truth) continue;
        right += 1;
        (answer == outside ? refused_outside : right_inside) += 1;
    }
    const auto all = static_cast<double>(messages.size());
    const auto answered = all - refused;
    p.in_scope_accuracy = share(right_inside, inside);
    p.recall = share(refused_outside, all - inside);
    p.precision = share(refused_outside, refused);
    p.answered = share(answered, all);
    p.error = share(answered - right_inside, answered);
    double both = 0, said_squares = 0, truth_squares = 0;
    for (const auto& [intent, n] : said) {
        said_squares += n * n;
        const auto at = truth.find(intent);
        if (at != truth.end()) both += n * at->second;
    }
    for (const auto& [intent, n] : truth)
        truth_squares += n * n;
    p.mcc = share(right * all - both,
                  std::sqrt((all * all - said_squares) * (all * all - truth_squares)));
    return p;
}

match_figures measure(std::span<const judged_message> messages, std::size_t intents, float keep,
                      float balanced) {
    match_figures f;
    double right = 0;
    for (const auto& m : messages) {
        ++(m.truth == outside ? f.out_of_scope_messages : f.in_scope_messages);
        if (m.best == m.truth) right += 1;
    }
    f.accuracy = share(right, static_cast<double>(f.in_scope_messages));
    f.macro_f1 = macro_f1(messages, intents);
    f.auroc = auroc(messages);
    f.keep = measure_at(messages, keep);
    f.balanced = measure_at(messages, balanced);
    f.reliability = reliability(outcomes_of(messages));
    for (int tenth = 1; tenth < 10; ++tenth) {
        f.by_threshold.push_back(measure_at(messages, static_cast<float>(tenth) / 10.0F));
    }
    return f;
}

std::string to_table(const match_figures& f) {
    std::string out;
    const auto line = [&](std::string_view name, const std::string& value) {
        std::string padded(name);
        padded.resize(28, ' ');
        out += padded + value + "\n";
    };
    line("messages in scope", std::to_string(f.in_scope_messages));
    line("messages out of scope", std::to_string(f.out_of_scope_messages));
    line("in-scope accuracy %", percent(f.accuracy));
    line("macro-F1 %", percent(f.macro_f1));
    line("AUROC %", f.out_of_scope_messages > 0 ? percent(f.auroc) : "-");
    line("us a message p50", fixed(f.microseconds_p50, 1));
    line("us a message p99", fixed(f.microseconds_p99, 1));
    line("model bytes", std::to_string(f.model_bytes));
    line("own operating point", f.own_is_balanced ? "balanced" : "keep");
    out += "\n%          in scope    recall precision       MCC  answered     error   threshold\n";
    out += point_line("keep", f.keep) + point_line("balanced", f.balanced);
    for (const auto& p : f.by_threshold)
        out += point_line("", p);
    return out + '\n' + to_table(f.reliability, "in scope");
}

std::string to_json(const match_figures& f) {
    std::string out =
        "{\"in_scope_messages\":" + std::to_string(f.in_scope_messages) +
        ",\"out_of_scope_messages\":" + std::to_string(f.out_of_scope_messages) +
        ",\"in_scope_accuracy\":" + fixed(f.accuracy, 6) + ",\"macro_f1\":" + fixed(f.macro_f1, 6) +
        ",\"auroc\":" + (f.out_of_scope_messages > 0 ? fixed(f.auroc, 6) : "null") +
        ",\"microseconds_p50\":" + fixed(f.microseconds_p50, 3) +
        ",\"microseconds_p99\":" + fixed(f.microseconds_p99, 3) +
        ",\"model_bytes\":" + std::to_string(f.model_bytes) + R"(,"own_point":")" +
        (f.own_is_balanced ? "balanced" : "keep") + R"(","keep":)" + point_json(f.keep) +
        ",\"balanced\":" + point_json(f.balanced) + ",\"by_threshold\":[";
    for (const auto& p : f.by_threshold)
        out += point_json(p) + ",";
    out.back() = ']';
    out += ",\"reliability\":[";
    for (const auto& bin : f.reliability) {
        out += "{\"low\":" + fixed(bin.low, 1) + ",\"high\":" + fixed(bin.high, 1) +
               ",\"messages\":" + std::to_string(bin.outcomes) +
               ",\"mean_confidence\":" + fixed(bin.mean_confidence, 6) +
               ",\"in_scope\":" + fixed(bin.came_true, 6) + "},";
    }
    out.back() = ']';
    return out + "}";
}

} // namespace gaitkeeper::program
