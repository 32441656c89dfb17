#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gaitkeeper/net/task.hpp"

namespace gaitkeeper::net {

/// Close codes of RFC 6455 that a server sends.
enum class close_code : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    not_text = 1003,
    bad_utf8 = 1007,
    policy = 1008,
    too_big = 1009,
    internal = 1011,
    restart = 1012,
    try_later = 1013,
};

/// What `receive` came back with.
enum class arrival : std::uint8_t { message, late, closed };

/// An open WebSocket of text messages, used by one coroutine.
class socket {
public:
    virtual ~socket() = default;

    /// The next message, or `closed` once there will be none. `late` when nothing whole came within
    /// `at_most` (zero: no such limit); the socket is then only good for closing.
    [[nodiscard]] virtual task<arrival> receive(std::chrono::milliseconds at_most) = 0;
    [[nodiscard]] task<arrival> receive() { return receive(std::chrono::milliseconds::zero()); }

    /// The message that `receive` brought; valid until the next one is asked for.
    [[nodiscard]] virtual std::string_view message() const = 0;

    /// Sends messages, in order and together; false once the peer is gone.
    [[nodiscard]] virtual task<bool> send(std::span<const std::string> messages) = 0;

    /// Says goodbye and waits for the peer's, at most `close_time`.
    [[nodiscard]] virtual task<void> close(close_code code) = 0;
};

/// Why `event_stream::wait` ended.
enum class awoken : std::uint8_t { called, time, stopping };

/// A response body that goes on, used by one coroutine.
class event_stream {
public:
    virtual ~event_stream() = default;

    /// False once the peer is gone.
    [[nodiscard]] virtual task<bool> send(std::string_view bytes) = 0;

    /// Waits for a call of what `waker` gave, for the time to pass or for the server to stop. A
    /// call that came before the wait ends it at once.
    [[nodiscard]] virtual task<awoken> wait(std::chrono::milliseconds at_most) = 0;

    /// Ends the current or next wait; may be called from any thread, also when the stream is gone.
    [[nodiscard]] virtual std::function<void()> waker() = 0;
};

} // namespace gaitkeeper::net
