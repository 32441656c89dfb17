#pragma once

#include <vector>

#include "gaitkeeper/teamchat/webhook.hpp"

namespace gaitkeeper::teamchat {

/// Mattermost's slash commands and outgoing webhooks, and no socket or clock: a request in, an
/// answer out. Safe from any thread.
class mattermost {
public:
    mattermost(webhook_options options, const services& with) : hook_(std::move(options), with) {}

    /// A slash command: only its person sees the answer.
    [[nodiscard]] net::response on_command(const net::request& asked, time_point now);

    /// A post that an outgoing webhook passes on, as a form or as JSON: answered in its thread.
    [[nodiscard]] net::response on_post(const net::request& asked, time_point now);

    /// POST /mattermost/command and /mattermost/outgoing. This outlives the server.
    [[nodiscard]] std::vector<net::route> routes();

    [[nodiscard]] const tally& seen() const { return hook_.seen(); }

private:
    [[nodiscard]] std::string say(const fields& from, std::string_view text, std::string_view talk,
                                  time_point now);

    webhook hook_;
};

} // namespace gaitkeeper::teamchat
