// fastText's supervised classifier behind the peers' protocol (README.md beside this file).
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <fasttext/fasttext.h>

namespace {

using clock_type = std::chrono::steady_clock;

double since(clock_type::time_point begin) {
    return std::chrono::duration<double>(clock_type::now() - begin).count();
}

} // namespace

// TRAIN: a line "__label__INTENT words…"; TEST: the words alone. Writes a line a message: its
// microseconds, then each label and its probability.
int main(int count, char** arguments) {
    if (count != 3) return 2;
    fasttext::Args how;
    how.input = arguments[1];
    how.model = fasttext::model_name::sup;
    how.loss = fasttext::loss_name::softmax;
    how.minCount = 1;
    how.minn = 2; // word pairs and character n-grams, as its authors advise for short text
    how.maxn = 5;
    how.wordNgrams = 2;
    how.lr = 0.5;
    how.epoch = 50;
    how.dim = 100;
    how.bucket = 200'000;
    how.thread = 1;
    how.verbose = 0;
    fasttext::FastText model;
    const auto begin = clock_type::now();
    model.train(how);
    std::printf("train_seconds %.3f\n", since(begin));

    std::ifstream file(arguments[2]);
    std::vector<std::string> messages;
    for (std::string line; std::getline(file, line);)
        messages.push_back(line + "\n");
    for (int pass = 0; pass < 2; ++pass) { // the first pass warms
        for (const auto& text : messages) {
            std::vector<std::pair<fasttext::real, std::string>> best;
            const auto asked = clock_type::now();
            std::istringstream in(text);
            model.predictLine(in, best, 3, 0.0);
            const auto took = since(asked) * 1e6;
            if (pass == 0) continue;
            std::printf("%.3f", took);
            for (const auto& [probability, label] : best) {
                std::printf("\t%s\t%.6f", label.c_str() + sizeof("__label__") - 1,
                            static_cast<double>(probability));
            }
            std::printf("\n");
        }
    }
    return 0;
}
