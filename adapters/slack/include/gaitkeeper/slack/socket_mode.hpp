#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gaitkeeper/net/client.hpp"
#include "gaitkeeper/net/log_sink.hpp"
#include "gaitkeeper/slack/api_answer.hpp"

namespace gaitkeeper::slack {

/// What Slack sends over a socket instead of a request to an address of ours.
struct envelope {
    enum class kind : std::uint8_t { event, command, interaction };

    kind what = kind::event;
    std::string payload;          ///< JSON: the body that the request would have had
    bool accepts_payload = false; ///< the acknowledgement may carry an answer
};

/// What a carrier is to do, in the order given. Sockets are told apart by a number.
struct ask_address {}; ///< POST apps.connections.open
struct open_socket {
    std::uint64_t socket = 0;
    std::string url;
};
struct send_text {
    std::uint64_t socket = 0;
    std::string text;
};
struct leave_socket {
    std::uint64_t socket = 0;
};
struct give_up {}; ///< Slack does not want us; nothing more happens
using socket_step = std::variant<ask_address, open_socket, send_text, leave_socket, give_up>;

struct socket_mode_options {
    std::chrono::milliseconds first_pause{1'000}, longest_pause{60'000};
    std::function<double()> random; ///< from 0 to 1; spreads the pauses
    net::log_sink log;
};

/// Keeps one connection in Socket Mode, without a socket or a clock. When Slack warns that it will
/// close one, the next is open and greeted before the old is left, so that no event falls between.
class socket_mode {
public:
    /// Answers an envelope: the payload of the acknowledgement, or nothing.
    using answerer = std::function<std::string(const envelope&)>;

    socket_mode(socket_mode_options options, answerer answer);

    [[nodiscard]] std::vector<socket_step> start();

    /// What apps.connections.open came to.
    [[nodiscard]] std::vector<socket_step> on_address(const net::sent& got, instant now);

    /// A text message; every one, whatever it holds, is worth an answer.
    [[nodiscard]] std::vector<socket_step> on_text(std::uint64_t socket, std::string_view text,
                                                   instant now);

    /// It did not open, or it is no more.
    [[nodiscard]] std::vector<socket_step> on_closed(std::uint64_t socket, instant now);

    /// When `on_time` has something to do.
    [[nodiscard]] instant wake() const { return retry_at_.value_or(instant::max()); }
    [[nodiscard]] std::vector<socket_step> on_time(instant now);

    [[nodiscard]] bool is_greeted() const;

private:
    enum class state : std::uint8_t { opening, greeted, leaving };

    [[nodiscard]] std::vector<socket_step> replace();
    [[nodiscard]] bool has_successor() const;
    void retry_later(instant now);

    socket_mode_options options_;
    answerer answer_;
    std::map<std::uint64_t, state> sockets_;
    std::uint64_t numbers_ = 0;
    unsigned failures_ = 0;
    std::optional<instant> retry_at_;
    bool is_asking_ = false, is_over_ = false;
};

} // namespace gaitkeeper::slack
