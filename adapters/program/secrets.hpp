#pragma once

#include <string>
#include <vector>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::program {

/// What comes from the environment and goes nowhere else. A platform without its secrets is off.
/// Where several are possible they stand in one variable, with commas between.
struct secrets {
    std::vector<std::string> slack_signing; ///< SLACK_SIGNING_SECRET: two while one is replaced
    std::string slack_bot;                  ///< SLACK_BOT_TOKEN
    std::string slack_app;                  ///< SLACK_APP_TOKEN: Socket Mode
    std::vector<std::string> mattermost;    ///< MATTERMOST_TOKEN: one an integration
    std::vector<std::string> rocketchat;    ///< ROCKETCHAT_TOKEN: likewise
};

/// Errors: bad_input for one that is set but empty and for one without its other half, in words of
/// the locale. No value stands in an error.
[[nodiscard]] result<secrets> read_secrets(const engine& with, std::string_view locale);

} // namespace gaitkeeper::program
