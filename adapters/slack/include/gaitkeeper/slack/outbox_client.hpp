#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "gaitkeeper/net/log_sink.hpp"
#include "gaitkeeper/slack/outbox.hpp"
#include "gaitkeeper/slack/post_queue.hpp"
#include "gaitkeeper/slack/socket_mode.hpp"

namespace gaitkeeper::slack {

struct outbox_client_options {
    std::string api_base = "https://slack.com/api"; ///< GovSlack's, or a test server's over http
    std::string ca_file;                         ///< PEM, instead of the system's store; for tests
    std::chrono::milliseconds drain_time{5'000}; ///< for what waits, once it is over
    net::log_sink log;
};

/// Whether calls may go to that base: an https address, or an http one of this machine.
[[nodiscard]] bool is_api_base(std::string_view text);

/// The outbox on a loop and a thread of its own, towards the host of the API base and those below
/// it and no other.
class outbox_client final : public outbox {
public:
    /// The store outlives it. Throws std::runtime_error when the base is none or the certificates
    /// cannot be read.
    outbox_client(outbox_client_options options, installation_store& installations);

    /// Leaves Socket Mode, then sends what waits for as long as `drain_time`.
    ~outbox_client() override;
    outbox_client(const outbox_client&) = delete;
    outbox_client& operator=(const outbox_client&) = delete;

    void send(outgoing call) override;
    [[nodiscard]] std::optional<std::string> known_locale(const person& who) override;
    void find_locale(person who, std::function<void(std::string locale)> then) override;

    /// Has events come over Socket Mode; `answer` is called on this outbox's thread. Once at most.
    void connect(std::string app_token, socket_mode::answerer answer);

    [[nodiscard]] post_figures seen() const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace gaitkeeper::slack
