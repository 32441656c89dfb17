#include "team_chats.hpp"

#include <algorithm>
#include <iterator>

namespace gaitkeeper::program {
namespace {

std::vector<web::count_family> post_counts(const slack::post_figures& seen) {
    return {{"gaitkeeper_slack_posts_total",
             {{{{"outcome", "sent"}}, seen.sent},
              {{{"outcome", "failed"}}, seen.failed},
              {{{"outcome", "outdated"}}, seen.outdated},
              {{{"outcome", "crowded_out"}}, seen.crowded_out}}},
            {"gaitkeeper_slack_post_retries_total", {{{}, seen.retried}}},
            {"gaitkeeper_slack_rate_limited_total", {{{}, seen.limited}}}};
}

} // namespace

team_chats::team_chats(const secrets& known, teamchat::services with,
                       const teamchat::talk_limits& talks, const std::string& slack_api_base)
    : services_(std::move(with)) {
    if (!known.mattermost.empty())
        mattermost_.emplace(teamchat::webhook_options{known.mattermost, talks}, services_);
    if (!known.rocketchat.empty())
        rocketchat_.emplace(teamchat::webhook_options{known.rocketchat, talks}, services_);
    if (!known.slack_bot.empty()) add_slack(known, talks, slack_api_base);
}

void team_chats::add_slack(const secrets& known, const teamchat::talk_limits& talks,
                           const std::string& api_base) {
    slack_app_ = known.slack_app;
    takes_requests_ = !known.slack_signing.empty();
    installed_ = slack::make_single_installation(known.slack_bot);
    slack::slack_options options;
    options.signing_secrets = known.slack_signing;
    options.talks = talks;
    slack_.emplace(std::move(options), services_, *installed_);
    slack::outbox_client_options outgoing;
    outgoing.api_base = api_base;
    outgoing.log = services_.log;
    out_.emplace(std::move(outgoing), *installed_);
}

std::vector<net::route> team_chats::routes() {
    std::vector<net::route> all;
    const auto add = [&](std::vector<net::route> more) {
        std::ranges::move(more, std::back_inserter(all));
    };
    if (takes_requests_) add(slack_->routes(*out_));
    if (mattermost_) add(mattermost_->routes());
    if (rocketchat_) add(rocketchat_->routes());
    return all;
}

std::vector<web::count_family> team_chats::counts() const {
    web::count_family received{"gaitkeeper_team_received_total", {}},
        refused{"gaitkeeper_team_refused_total", {}},
        repeated{"gaitkeeper_team_repeated_total", {}},
        answered{"gaitkeeper_team_answered_total", {}};
    const auto add = [&](const char* platform, const teamchat::tally& seen) {
        received.counts.push_back({{{"platform", platform}}, seen.received});
        refused.counts.push_back({{{"platform", platform}}, seen.refused});
        repeated.counts.push_back({{{"platform", platform}}, seen.repeated});
        answered.counts.push_back({{{"platform", platform}}, seen.answered});
    };
    if (slack_) add("slack", slack_->seen());
    if (mattermost_) add("mattermost", mattermost_->seen());
    if (rocketchat_) add("rocketchat", rocketchat_->seen());
    std::vector<web::count_family> all;
    if (!received.counts.empty())
        all = {std::move(received), std::move(refused), std::move(repeated), std::move(answered)};
    if (out_) std::ranges::move(post_counts(out_->seen()), std::back_inserter(all));
    return all;
}

void team_chats::connect() {
    if (slack_app_.empty()) return;
    out_->connect(slack_app_, [this](const slack::envelope& one) {
        return slack_->on_envelope(one, *out_, teamchat::clock_now());
    });
}

} // namespace gaitkeeper::program
