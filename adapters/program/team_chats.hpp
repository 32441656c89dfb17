#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gaitkeeper/slack/outbox_client.hpp"
#include "gaitkeeper/slack/slack_adapter.hpp"
#include "gaitkeeper/teamchat/mattermost.hpp"
#include "gaitkeeper/teamchat/rocketchat.hpp"
#include "gaitkeeper/web/metrics.hpp"
#include "secrets.hpp"

namespace gaitkeeper::program {

/// The team chats whose secrets are set, ready to be mounted. Outlives the server.
class team_chats {
public:
    team_chats(const secrets& known, teamchat::services with, const teamchat::talk_limits& talks,
               const std::string& slack_api_base);

    [[nodiscard]] std::vector<net::route> routes();

    /// What came and what became of it: of each platform, and of Slack's posts.
    [[nodiscard]] std::vector<web::count_family> counts() const;

    /// Opens Slack's socket where there is a token for it; once the server listens.
    void connect();

private:
    void add_slack(const secrets& known, const teamchat::talk_limits& talks,
                   const std::string& api_base);

    teamchat::services services_;
    std::string slack_app_;
    bool takes_requests_ = false;
    std::optional<teamchat::mattermost> mattermost_;
    std::optional<teamchat::rocketchat> rocketchat_;
    std::unique_ptr<slack::installation_store> installed_;
    std::optional<slack::slack_adapter> slack_;
    std::optional<slack::outbox_client> out_; ///< last: what it still carries needs the others
};

} // namespace gaitkeeper::program
