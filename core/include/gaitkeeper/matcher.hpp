#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper {

/// One example message and what it means. Views, valid for the call they are passed to.
struct example {
    std::string_view text;   ///< any bytes; what is not UTF-8 separates words; 64 KiB are read
    std::string_view intent; ///< UTF-8, not empty; compared byte by byte
};

/// What kind of model to train, by its price.
enum class matcher_kind : std::uint8_t {
    standard, ///< one network of 256 units
    fast,     ///< linear: the quickest to answer, and with few intents the smallest
    accurate, ///< three networks averaged: three times the size and the time of `standard`
};

/// Whether an intent's name ("card_arrival") teaches like an example ("card arrival").
enum class intent_names : std::uint8_t {
    automatic, ///< when most words of the names occur in the examples, and examples are few
    use,
    ignore, ///< for names that say nothing ("q17")
};

/// The two thresholds that training chooses.
enum class operating_point : std::uint8_t {
    keep,     ///< costs at most one point of in-scope accuracy; for a bot whose "no" is expensive
    balanced, ///< largest sum of in-scope accuracy and out-of-scope recall; for one that can ask
              ///< back
};

/// How to train. The defaults are what the measurements in the documentation were made with.
struct matcher_options {
    matcher_kind kind = matcher_kind::standard;
    intent_names names = intent_names::automatic;
    std::string out_of_scope = "oos"; ///< examples of this intent show what must be refused
    std::size_t threads = 1;          ///< 1 to 4 are used; changes the time, never the model
    std::uint64_t seed = 1;
    std::function<void(double)> progress; ///< hears the share done, 0 to 1, on the calling thread
};

/// One intent and its probability among all intents of the model, 0 to 1.
struct ranked_intent {
    std::string_view intent;
    float probability = 0.0F;
};

/// What a matcher makes of one message. Views into the matcher and the scratch memory; valid until
/// either is used again or gone.
struct match_result {
    std::string_view best;                 ///< the best in-scope intent, sure or not
    float confidence = 0.0F;               ///< calibrated probability, 0 to 1, of being in scope
    bool in_scope = false;                 ///< confidence reaches the model's own operating point
    std::span<const ranked_intent> ranked; ///< in-scope intents, most probable first
};

/// What one word of a message did to an intent: the intent's score (a logit) with the word minus
/// without it.
struct word_effect {
    std::string word; ///< as the matcher read it: folded, without punctuation
    float effect = 0.0F;
};

/// Maps messages to intents, learnt from examples alone: no pretrained weights, no network, no
/// clock. Features are words, word pairs and character n-grams, weighed by inverse document
/// frequency; the model is a small neural network trained with dropout and Adam (Kingma and Ba
/// 2015), out-of-scope detection compares logits (Liu et al. 2020, energy score), confidence is
/// Platt's logistic calibration.
///
/// An immutable handle on shared bytes: cheap to copy, and every member is safe to call from any
/// number of threads, each with scratch memory of its own. The same examples and options give the
/// same bytes on every run and thread count.
class matcher {
public:
    /// Scratch memory for predicting; one a thread. Grows to the longest message, then stays.
    class scratch {
    public:
        scratch();
        ~scratch();
        scratch(scratch&&) noexcept;
        scratch& operator=(scratch&&) noexcept;

    private:
        friend class matcher;
        struct state;
        std::unique_ptr<state> state_;
    };

    /// Learns from `examples`; `tune` rows choose thresholds and calibrate, and are not learnt.
    /// Without out-of-scope rows in `tune` this happens on examples held out in extra trainings, in
    /// which whole intents are hidden to play the unknown, so training takes about twice (many
    /// examples) to six times (few) as long. The model's own operating point is `balanced`
    /// without `tune` rows or when a quarter of them are out of scope, else `keep`.
    /// Errors: bad_input for no examples, fewer than two intents, only out-of-scope ones, an empty
    /// intent; limit_exceeded past 1,000,000 examples or 65,535 intents.
    [[nodiscard]] static result<matcher> train(std::span<const example> examples,
                                               const matcher_options& options = {},
                                               std::span<const example> tune = {});

    /// Reads what `bytes` wrote; copies it. Errors: bad_bundle for what is cut short, altered or
    /// not a model; wrong_version for another format version.
    [[nodiscard]] static result<matcher> load(std::span<const std::byte> bytes);

    /// The model, to be stored: little-endian, the same on every machine, with a checksum.
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept;

    /// Answers any bytes of any length: the first 64 KiB and 512 words are read. `most_ranked`
    /// limits the list. A few microseconds; no allocation once `memory` is warm.
    [[nodiscard]] match_result predict(std::string_view text, scratch& memory,
                                       std::size_t most_ranked = 5) const;

    /// Which words spoke for `intent` and which against it, in the order of the message, found by
    /// leaving each out and asking the model again. Empty for an intent the model does not know.
    [[nodiscard]] std::vector<word_effect> explain(std::string_view text,
                                                   std::string_view intent) const;

    /// The confidence from which a message counts as in scope.
    [[nodiscard]] float threshold(operating_point point) const noexcept;
    [[nodiscard]] operating_point own_point() const noexcept;

    /// In-scope intents, in the order of their first example.
    [[nodiscard]] std::vector<std::string_view> intents() const;

private:
    struct state;
    explicit matcher(std::shared_ptr<const state> s) noexcept;
    std::shared_ptr<const state> state_;
};

} // namespace gaitkeeper
