#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/net/http.hpp"
#include "gaitkeeper/slack/command.hpp"
#include "gaitkeeper/slack/envelope.hpp"
#include "gaitkeeper/slack/installations.hpp"
#include "gaitkeeper/slack/outbox.hpp"
#include "gaitkeeper/slack/signature.hpp"
#include "gaitkeeper/slack/socket_mode.hpp"
#include "gaitkeeper/teamchat/deliveries.hpp"
#include "gaitkeeper/teamchat/talks.hpp"
#include "gaitkeeper/teamchat/tally.hpp"

namespace gaitkeeper::slack {

struct slack_options {
    std::vector<std::string> signing_secrets; ///< none empty; without any no request is taken
    group_talk groups = group_talk::ignored;  ///< direct messages of several people
    std::size_t body_bytes = 1024 * 1024;     ///< of a request; then 413
    teamchat::talk_limits talks;
};

/// By which way an answer goes.
enum class way : std::uint8_t {
    at_once,      ///< in the answer to the request: a command's, which only its person sees
    post,         ///< `chat.postMessage`
    response_url, ///< to what stands in the request: a message that only its person sees
};

/// What somebody asked, to be answered when their language is known.
struct question {
    person who;
    std::string text; ///< without markup
    std::string talk; ///< the key of their conversation in this place and thread
    std::string order;
    slack::way way = way::post;
    std::string channel, thread_ts, response_url; ///< where the answer goes
};

/// What to answer to Slack now, and what is to be said after that.
struct handled {
    net::response answer;
    std::optional<question> asked;
};

/// Slack's side of a conversation, and no socket, clock or chance: requests and payloads in,
/// answers and questions out. Safe from any thread.
class slack_adapter {
public:
    /// `with` and `installed` outlive it. Throws std::invalid_argument for an empty secret.
    slack_adapter(slack_options options, const teamchat::services& with,
                  installation_store& installed);

    /// A request as it arrived, on any of the paths.
    [[nodiscard]] handled on_request(const net::request& asked, std::chrono::sys_seconds now);

    /// The same behind the signature, for whoever knows another way that it comes from Slack.
    [[nodiscard]] handled on_event(std::string_view json, std::chrono::sys_seconds now);
    [[nodiscard]] handled on_command(const teamchat::fields& form, std::chrono::sys_seconds now);
    [[nodiscard]] handled on_interaction(std::string_view json, std::chrono::sys_seconds now);

    /// Answers a question of the ways `post` and `response_url`; an empty locale is none known.
    [[nodiscard]] outgoing answer(const question& asked, std::string_view locale,
                                  std::chrono::sys_seconds now);

    /// Answers a question of the way `at_once`.
    [[nodiscard]] net::response answer_at_once(const question& asked, std::string_view locale,
                                               std::chrono::sys_seconds now);

    /// What to answer to Slack now; the rest is handed to `out`, which this outlives.
    [[nodiscard]] net::response carry_on(handled done, outbox& out, std::chrono::sys_seconds now);

    /// The same for what came over a socket: the payload of its acknowledgement, or nothing.
    [[nodiscard]] std::string on_envelope(const envelope& one, outbox& out,
                                          std::chrono::sys_seconds now);

    /// POST /slack/events, /slack/commands and /slack/interactions, each for all three. This and
    /// `out` outlive the server that mounts them.
    [[nodiscard]] std::vector<net::route> routes(outbox& out);

    [[nodiscard]] const teamchat::tally& seen() const { return seen_; }

private:
    [[nodiscard]] handled on_message(const event& one, std::chrono::sys_seconds now);
    [[nodiscard]] content say(const question& asked, std::string_view locale,
                              std::chrono::sys_seconds now);
    [[nodiscard]] bool is_first(std::initializer_list<std::string_view> keys,
                                std::chrono::sys_seconds now);
    void note(std::string_view what, std::string_view why) const;

    slack_options options_;
    const teamchat::services& services_;
    installation_store& installed_;
    std::optional<verifier> verifier_;
    teamchat::deliveries deliveries_;
    teamchat::talks talks_;
    teamchat::tally seen_;
};

} // namespace gaitkeeper::slack
