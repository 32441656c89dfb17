#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content/catalog.hpp"
#include "gaitkeeper/triage.hpp"

namespace gaitkeeper::content {

/// A condition of flags.json as a tree; children are indices into `triage_rules::nodes`.
struct rule_node {
    enum class kind : std::uint8_t { mention, all, any, none, near };
    kind what = kind::any;
    text::concept_index concept_id{};    ///< of a mention
    std::uint32_t span = 8;              ///< of near: tokens between its parts at most
    std::vector<std::uint32_t> children; ///< of the others; they stand before their parent
};

struct flag_level {
    triage_level level = triage_level::urgent;
    std::uint32_t when = 0; ///< a node
};

struct flag_rule {
    std::string id;
    std::vector<flag_level> levels;         ///< the gravest first
    std::optional<std::uint32_t> plausible; ///< a node: where it does not hold, no suspicion of
                                            ///< the flag is believed
    bool without_joint_advice = false;      ///< speak of nothing else in that reply
};

/// When a message is dangerous: what red-flags guidance says, as data. Immutable once read.
struct triage_rules {
    std::vector<rule_node> nodes;
    std::vector<char> unsaid; ///< 0 or 1 a node: whether it holds where nothing is said
    std::vector<std::vector<std::uint64_t>> touched; ///< per concept: a bit a node it can change
    std::vector<flag_rule> flags;                    ///< the most pressing first
    std::uint32_t escalator = 0;                     ///< a node: true makes every flag an emergency
    std::uint32_t ours = 0; ///< a node: the message speaks of a joint or leg

    /// How many words a bit a node takes.
    [[nodiscard]] std::size_t node_words() const noexcept { return (nodes.size() + 63) / 64; }
};

/// The classes of a model that learns red flags from examples: that there is none, then each flag
/// at each level.
inline constexpr std::size_t no_alarm_class = 0;
[[nodiscard]] constexpr std::size_t alarm_class(std::size_t flag, triage_level level) noexcept {
    return 1 + 2 * flag + (level == triage_level::emergency ? 1 : 0);
}
[[nodiscard]] constexpr std::size_t alarm_classes(std::size_t flags) noexcept {
    return 1 + 2 * flags;
}

/// Reads flags.json against the concepts of `from`.
void read_triage_rules(const json_value& file, const catalog& from, triage_rules& into);

} // namespace gaitkeeper::content
