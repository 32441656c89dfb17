#pragma once

#include <string>
#include <string_view>

namespace gaitkeeper::slack {

/// What somebody wrote, without Slack's markup: mentions dropped, links and dates by their label,
/// the three entities undone once, no blanks at the ends.
[[nodiscard]] std::string read_mrkdwn(std::string_view written);

/// A text as mrkdwn: `&`, `<` and `>` escaped, so that nothing in it notifies or links.
[[nodiscard]] std::string escape(std::string_view text);

/// A right-to-left text whose left-to-right parts (names, numbers beside them) stand between
/// U+2068 and U+2069, for Slack has no direction of its own.
[[nodiscard]] std::string isolate_left_to_right(std::string_view text);

} // namespace gaitkeeper::slack
