#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/engine.hpp"
#include "gaitkeeper/web/conversation_store.hpp"
#include "gaitkeeper/web/rate.hpp"
#include "gaitkeeper/wire/client_frame.hpp"

namespace gaitkeeper::web {

/// What a conversation puts up with. Each default is the documented one.
struct chat_limits {
    wire::text_limits text;
    std::size_t frame_bytes = 16 * 1024;         ///< told to the client; the transport holds to it
    rate_rule messages{milliseconds(1000), 5};   ///< per conversation
    rate_rule of_client{milliseconds(1000), 60}; ///< per client address
    rate_rule frames{milliseconds(100), 50};     ///< of any kind, per connection
    std::uint32_t breaches = 10;                 ///< of a rate, then 1008
    std::uint32_t bad_frames = 3;                ///< that are no JSON, then 1008
    std::size_t replies = 32;                    ///< remembered
    std::size_t reply_bytes = 64 * 1024;         ///< remembered, in all
};

enum class refusal : std::uint8_t { bad_frame, rate, no_hello, unknown_option };

/// What happened, for those who count. Called on the connection's thread; never gets a word of
/// text.
struct chat_observer {
    virtual ~chat_observer() = default;
    virtual void answered(const reply&, std::chrono::nanoseconds) {}
    virtual void refused(refusal) {}
    virtual void repeated() {} ///< answered from memory
    virtual void resumed() {}
};

/// What sessions share.
struct chat_services {
    std::function<engine()> engine_now;        ///< the content of this moment
    std::function<std::string()> random_token; ///< 128 bits that nobody can guess
    std::string default_locale, default_region;
    chat_limits limits;
    chat_observer* observer = nullptr;
};

enum class farewell : std::uint8_t { done, policy };

/// What a step asks its transport to do, in this order.
struct step {
    std::string wanted;              ///< a token to look for, then `found`; nothing else is set
    bool changed = false;            ///< keep the state before anything is sent
    bool ended = false;              ///< forget the state
    std::vector<std::string> frames; ///< to send
    std::optional<farewell> close;
};

/// One connection's part of a conversation: frames in, frames out, and no socket, clock or chance.
class chat_session {
public:
    chat_session(const chat_services& services, std::shared_ptr<rate_gauge> of_client)
        : services_(services), of_client_(std::move(of_client)) {}

    /// A frame as it arrived.
    [[nodiscard]] step on_frame(std::string_view frame, time_point now);

    /// What there was for the wanted token; null for nothing.
    [[nodiscard]] step found(session_handle state, time_point now);

    /// No hello came in time.
    [[nodiscard]] step on_silence();

    /// Takes a conversation that was greeted elsewhere, as requests over plain HTTP do.
    void join(session_handle state) { state_ = std::move(state); }

    [[nodiscard]] const session_handle& state() const { return state_; }

private:
    step greet(const wire::client_frame& hello, time_point now);
    step welcome(bool is_resumed);
    step answer(const wire::client_frame& said, time_point now);
    step refuse(const wire::frame_error& why);
    step fail(std::string_view code, std::string_view re,
              milliseconds retry_after = milliseconds::zero());
    step breach(std::string_view re, milliseconds retry_after);
    std::string respond(const wire::client_frame& said, std::string_view text);

    const chat_services& services_;
    std::shared_ptr<rate_gauge> of_client_;
    session_handle state_;
    std::unique_ptr<wire::client_frame> hello_; ///< that waits for what is found
    rate_gauge frames_;
    std::uint32_t breaches_ = 0, bad_frames_ = 0;
};

/// `{"type":"bye","reason":…}`.
[[nodiscard]] std::string bye_frame(std::string_view reason);

} // namespace gaitkeeper::web
