#include "match_report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <string_view>

namespace gaitkeeper::program {
namespace {

double share(double part, double whole) noexcept {
    return whole > 0 ? part / whole : 0.0;
}

// printf's %.*f without the locale's decimal comma.
std::string fixed(double value, int digits) {
    char buffer[64];
    std::snprintf(buffer, sizeof(buffer), "%.*f", digits, value);
    std::string text(buffer);
    std::ranges::replace(text, ',', '.');
    return text;
}

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

std::vector<confidence_bin> reliability_of(std::span<const judged_message> messages) {
    constexpr std::size_t count = 10;
    std::vector<confidence_bin> bins(count);
    for (std::size_t b = 0; b < count; ++b) {
        bins[b].low = static_cast<double>(b) / count;
        bins[b].high = static_cast<double>(b + 1) / count;
    }
    for (const auto& m : messages) {
        auto& bin = bins[std::min(count - 1, static_cast<std::size_t>(m.confidence * count))];
        ++bin.messages;
        bin.mean_confidence += static_cast<double>(m.confidence);
        if (m.truth != outside) bin.in_scope += 1;
    }
    for (auto& bin : bins) {
        bin.mean_confidence = share(bin.mean_confidence, static_cast<double>(bin.messages));
        bin.in_scope = share(bin.in_scope, static_cast<double>(bin.messages));
    }
    return bins;
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
        const auto text = percent(value);
        line += std::string(10 - std::min<std::size_t>(10, text.size()), ' ') + text;
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
    f.reliability = reliability_of(messages);
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
    out += "\nconfidence   messages   mean   in scope\n";
    for (const auto& bin : f.reliability) {
        auto count = std::to_string(bin.messages);
        count.insert(0, 11 - std::min<std::size_t>(10, count.size()), ' ');
        out += fixed(bin.low, 1) + " - " + fixed(bin.high, 1) + count + "   " +
               fixed(bin.mean_confidence, 3) + "   " + fixed(bin.in_scope, 3) + "\n";
    }
    return out;
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
               ",\"messages\":" + std::to_string(bin.messages) +
               ",\"mean_confidence\":" + fixed(bin.mean_confidence, 6) +
               ",\"in_scope\":" + fixed(bin.in_scope, 6) + "},";
    }
    out.back() = ']';
    return out + "}";
}

std::string to_svg(const match_figures& f) {
    constexpr double left = 50, top = 20, side = 300;
    const auto x = [&](double v) { return fixed(left + side * v, 1); };
    const auto y = [&](double v) { return fixed(top + side * (1 - v), 1); };
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 380 370\" "
                      "font-family=\"sans-serif\" font-size=\"12\">\n"
                      "<rect width=\"380\" height=\"370\" fill=\"#fff\"/>\n";
    for (int fifth = 0; fifth <= 5; ++fifth) {
        const auto v = fifth / 5.0;
        out += "<line x1=\"" + x(0) + "\" x2=\"" + x(1) + "\" y1=\"" + y(v) + "\" y2=\"" + y(v) +
               R"(" stroke="#ddd"/><text x="44" y=")" + y(v - 0.013) +
               R"(" text-anchor="end">)" + fixed(v, 1) + "</text><text x=\"" + x(v) +
               R"(" y="336" text-anchor="middle">)" + fixed(v, 1) + "</text>\n";
    }
    out += "<line x1=\"" + x(0) + "\" y1=\"" + y(0) + "\" x2=\"" + x(1) + "\" y2=\"" + y(1) +
           "\" stroke=\"#999\" stroke-dasharray=\"4\"/>\n<polyline fill=\"none\" "
           "stroke=\"#06c\" stroke-width=\"2\" points=\"";
    std::string dots;
    for (const auto& bin : f.reliability) {
        if (bin.messages == 0) continue;
        out += x(bin.mean_confidence) + "," + y(bin.in_scope) + " ";
        dots += "<circle cx=\"" + x(bin.mean_confidence) + "\" cy=\"" + y(bin.in_scope) +
                R"(" r="4" fill="#06c"><title>)" + std::to_string(bin.messages) +
                "</title></circle>\n";
    }
    return out + "\"/>\n" + dots +
           "<text x=\"200\" y=\"360\" text-anchor=\"middle\">confidence</text>"
           "<text x=\"14\" y=\"170\" text-anchor=\"middle\" transform=\"rotate(-90 14 170)\">"
           "in scope</text>\n</svg>\n";
}

} // namespace gaitkeeper::program
