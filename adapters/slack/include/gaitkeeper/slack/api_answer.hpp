#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gaitkeeper/net/client.hpp"

namespace gaitkeeper::slack {

using instant = std::chrono::steady_clock::time_point;

/// What became of a call to the vendor, as far as it decides what to do next.
enum class outcome : std::uint8_t {
    done,
    limited,     ///< too many; nothing has arrived, and after `wait` it may
    not_arrived, ///< nothing has arrived
    doubtful,    ///< it may have arrived, or half of it
    hopeless,    ///< no retry can help
    removed,     ///< nor any other call: the app is gone from that workspace
};

struct api_answer {
    slack::outcome outcome = outcome::done;
    std::chrono::seconds wait{0}; ///< where limited
    std::string code;             ///< the vendor's word for an error, or our own; safe to log
};

/// Reads the answer of a Web API method: HTTP 200 with `ok: false` is a failure, and so is an
/// answer that is no JSON, for it has been cut.
[[nodiscard]] api_answer judge_method(const net::sent& got);

/// Reads the answer of a `response_url`, which is right with any 2xx.
[[nodiscard]] api_answer judge_respond(const net::sent& got);

/// Seconds of a Retry-After field, at most an hour; nothing where it is no whole number.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view text);

} // namespace gaitkeeper::slack
