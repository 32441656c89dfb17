#include "reliability.hpp"

#include <algorithm>

#include "figures.hpp"

namespace gaitkeeper::program {

std::vector<confidence_bin> reliability(std::span<const outcome> outcomes) {
    constexpr std::size_t count = 10;
    std::vector<confidence_bin> bins(count);
    for (std::size_t b = 0; b < count; ++b) {
        bins[b].low = static_cast<double>(b) / count;
        bins[b].high = static_cast<double>(b + 1) / count;
    }
    for (const auto& o : outcomes) {
        const auto place = std::clamp(o.confidence, 0.0, 1.0) * count;
        auto& bin = bins[std::min(count - 1, static_cast<std::size_t>(place))];
        ++bin.outcomes;
        bin.mean_confidence += o.confidence;
        if (o.came_true) bin.came_true += 1;
    }
    for (auto& bin : bins) {
        bin.mean_confidence = share(bin.mean_confidence, static_cast<double>(bin.outcomes));
        bin.came_true = share(bin.came_true, static_cast<double>(bin.outcomes));
    }
    return bins;
}

std::vector<threshold_row> by_threshold(std::span<const outcome> outcomes) {
    std::vector<threshold_row> rows;
    for (int tenth = 1; tenth < 10; ++tenth) {
        const double threshold = tenth / 10.0;
        double answered = 0, wrong = 0;
        for (const auto& o : outcomes) {
            if (o.confidence < threshold) continue;
            answered += 1;
            if (!o.came_true) wrong += 1;
        }
        rows.push_back({threshold, share(answered, static_cast<double>(outcomes.size())),
                        share(wrong, answered)});
    }
    return rows;
}

std::string to_table(std::span<const confidence_bin> bins, std::string_view promise) {
    std::string out = "confidence   messages   mean   " + std::string(promise) + '\n';
    for (const auto& bin : bins) {
        out += fixed(bin.low, 1) + " - " + fixed(bin.high, 1) +
               padded_left(std::to_string(bin.outcomes), 11) + "   " +
               fixed(bin.mean_confidence, 3) + "   " + fixed(bin.came_true, 3) + '\n';
    }
    return out;
}

std::string to_svg(std::span<const confidence_bin> bins, std::string_view promise) {
    constexpr double left = 50, top = 20, side = 300;
    const auto x = [&](double v) { return fixed(left + side * v, 1); };
    const auto y = [&](double v) { return fixed(top + side * (1 - v), 1); };
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 380 370\" "
                      "font-family=\"sans-serif\" font-size=\"12\">\n"
                      "<rect width=\"380\" height=\"370\" fill=\"#fff\"/>\n";
    for (int fifth = 0; fifth <= 5; ++fifth) {
        const auto v = fifth / 5.0;
        out += "<line x1=\"" + x(0) + "\" x2=\"" + x(1) + "\" y1=\"" + y(v) + "\" y2=\"" + y(v) +
               R"(" stroke="#ddd"/><text x="44" y=")" + y(v - 0.013) + R"(" text-anchor="end">)" +
               fixed(v, 1) + "</text><text x=\"" + x(v) + R"(" y="336" text-anchor="middle">)" +
               fixed(v, 1) + "</text>\n";
    }
    out += "<line x1=\"" + x(0) + "\" y1=\"" + y(0) + "\" x2=\"" + x(1) + "\" y2=\"" + y(1) +
           "\" stroke=\"#999\" stroke-dasharray=\"4\"/>\n<polyline fill=\"none\" "
           "stroke=\"#06c\" stroke-width=\"2\" points=\"";
    std::string dots;
    for (const auto& bin : bins) {
        if (bin.outcomes == 0) continue;
        out += x(bin.mean_confidence) + "," + y(bin.came_true) + " ";
        dots += "<circle cx=\"" + x(bin.mean_confidence) + "\" cy=\"" + y(bin.came_true) +
                R"(" r="4" fill="#06c"><title>)" + std::to_string(bin.outcomes) +
                "</title></circle>\n";
    }
    return out + "\"/>\n" + dots +
           "<text x=\"200\" y=\"360\" text-anchor=\"middle\">confidence</text>"
           "<text x=\"14\" y=\"170\" text-anchor=\"middle\" transform=\"rotate(-90 14 170)\">" +
           std::string(promise) + "</text>\n</svg>\n";
}

} // namespace gaitkeeper::program
