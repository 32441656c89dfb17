#pragma once

#include <vector>

#include "gaitkeeper/teamchat/webhook.hpp"

namespace gaitkeeper::teamchat {

/// Rocket.Chat's outgoing webhooks, and no socket or clock: a request in, an answer out. Safe from
/// any thread.
class rocketchat {
public:
    rocketchat(webhook_options options, const services& with) : hook_(std::move(options), with) {}

    /// A post that an integration passes on. What a bot wrote, what was edited and what comes again
    /// are acknowledged and not answered.
    [[nodiscard]] net::response on_post(const net::request& asked, time_point now);

    /// POST /rocketchat/outgoing. This outlives the server.
    [[nodiscard]] std::vector<net::route> routes();

    [[nodiscard]] const tally& seen() const { return hook_.seen(); }

private:
    webhook hook_;
};

} // namespace gaitkeeper::teamchat
