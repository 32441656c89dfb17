#pragma once

#include <cstdint>
#include <string>

namespace gaitkeeper::slack {

/// How requests come: to our address, or over a socket that we open.
enum class delivery : std::uint8_t { requests, socket };

/// What an installation shows of us. Slack's limits: 35 characters of `name`, 140 of `description`.
struct manifest_options {
    std::string url; ///< "https://…" of this server, without a path; not for `socket`
    slack::delivery delivery = delivery::requests;
    std::string command = "/gaitkeeper";
    std::string name, description, hint; ///< in the language of the team
};

/// The app manifest, as JSON to be pasted where an app is made at Slack: what the adapter handles,
/// and the scopes that it needs for it.
[[nodiscard]] std::string manifest(const manifest_options& options);

} // namespace gaitkeeper::slack
