#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gaitkeeper/reply.hpp"
#include "gaitkeeper/slack/outbox.hpp"

namespace gaitkeeper::slack {

/// Slack's limits, in UTF-16 units where it counts characters (docs.slack.dev/reference/block-kit
/// and chat.postMessage). `all_blocks` is undocumented: above about 13,200 Slack refuses a message.
struct block_limits {
    static constexpr std::size_t blocks = 50, section = 3000, header = 150, context = 2000,
                                 button = 75, value = 2000, buttons = 25, text = 4000,
                                 all_blocks = 12'000;
};

/// What stands around a reply, in the reply's language.
struct block_words {
    std::string emergency, caution;
    bool is_right_to_left = false;
};

/// What an action id of ours begins with; a number follows.
inline constexpr std::string_view suggestion_action = "suggest.";

/// A reply inside every limit: an emergency first, then the other blocks in their order, then a
/// button a suggestion, whose value is the message that it stands for. What is too long is cut
/// between two letters and ends in "…".
[[nodiscard]] content render(const reply& given, const block_words& words);

/// A text of ours, alone.
[[nodiscard]] content render(std::string_view text);

} // namespace gaitkeeper::slack
