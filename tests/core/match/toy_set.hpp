#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "match/train.hpp"

/// A small set with two topics and what lies outside them, which any working matcher separates.
namespace toy_set {

namespace match = gaitkeeper::match;

inline match::training_row row(const std::string& text, std::vector<std::uint32_t> classes) {
    match::training_row made;
    std::istringstream words(text);
    for (std::string word; words >> word;)
        made.words.push_back(word);
    made.classes = std::move(classes);
    return made;
}

inline std::vector<match::class_info> classes() {
    return {{"lights", false}, {"music", false}, {"elsewhere", true}};
}

inline std::vector<match::training_row> rows() {
    std::vector<match::training_row> made;
    for (const auto* text :
         {"turn on the lights", "lights off please", "dim the lamp", "make the lamp brighter",
          "switch the lights on", "the lamp is too bright"}) {
        made.push_back(row(text, {0}));
    }
    for (const auto* text : {"play some music", "play the next song", "stop the music",
                             "louder music please", "which song is this", "skip this song"}) {
        made.push_back(row(text, {1}));
    }
    for (const auto* text : {"what is the capital of france", "book a table for two",
                             "will it rain tomorrow", "how tall is the tower"}) {
        made.push_back(row(text, {2}));
    }
    return made;
}

inline match::train_options quick() {
    match::train_options options;
    options.network =
        match::network_options{.units = 64, .linear_units = 32, .batch = 4, .epochs = 40};
    return options;
}

inline match::model trained(const match::train_options& options = quick()) {
    auto bytes = match::train(rows(), classes(), options).value();
    return match::model::from_bytes(std::make_shared<const match::model_bytes>(std::move(bytes)))
        .value();
}

inline match::unseen_prediction ask(const match::model& with, const std::string& text) {
    match::workspace scratch;
    return match::predict_row(with, row(text, {}), scratch);
}

} // namespace toy_set
