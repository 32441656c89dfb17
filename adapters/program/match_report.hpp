#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reliability.hpp"

namespace gaitkeeper::program {

/// One test message: what it means, and what the matcher said. Intents as numbers; `outside` for
/// out of scope.
struct judged_message {
    std::uint32_t truth = 0;
    std::uint32_t best = 0;  ///< best in-scope intent, sure or not
    float confidence = 0.0F; ///< 0 to 1
};
inline constexpr std::uint32_t outside = 0xffffffffU;

/// What a threshold on confidence does: below it a message is refused.
struct point_figures {
    float threshold = 0.0F;
    double in_scope_accuracy = 0; ///< in-scope messages answered with their intent, of all of them
    double recall = 0;            ///< out-of-scope messages refused, of all of them
    double precision = 0;         ///< refused messages that were out of scope, of all refused
    double mcc = 0;               ///< Matthews correlation, "out of scope" counting as an intent
    double answered = 0;          ///< messages answered, of all
    double error = 0;             ///< answered messages answered wrongly, of all answered
};

/// Everything `match test` measures; shares are 0 to 1, undefined ones 0.
struct match_figures {
    std::size_t in_scope_messages = 0, out_of_scope_messages = 0;
    double accuracy = 0; ///< in-scope messages whose best intent is right, nothing refused
    double macro_f1 = 0; ///< mean F1 of the intents over in-scope messages, nothing refused
    double auroc = 0;    ///< that an in-scope message is surer than an out-of-scope one; ties half
    point_figures keep, balanced;
    bool own_is_balanced = false;
    std::vector<confidence_bin> reliability;           ///< of being in scope
    std::vector<point_figures> by_threshold;           ///< 0.1 to 0.9
    double microseconds_p50 = 0, microseconds_p99 = 0; ///< one message, one thread
    std::size_t model_bytes = 0;
};

/// The figures of one threshold.
[[nodiscard]] point_figures measure_at(std::span<const judged_message> messages, float threshold);

/// All figures but times and sizes. `intents` is the number of in-scope intents.
[[nodiscard]] match_figures measure(std::span<const judged_message> messages, std::size_t intents,
                                    float keep, float balanced);

[[nodiscard]] std::string to_table(const match_figures& figures);
[[nodiscard]] std::string to_json(const match_figures& figures);

} // namespace gaitkeeper::program
