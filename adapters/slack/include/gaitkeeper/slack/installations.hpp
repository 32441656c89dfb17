#pragma once

#include <memory>
#include <optional>
#include <string>

namespace gaitkeeper::slack {

/// Where the app was added: a workspace, or a whole organisation, whose `team` is then empty.
struct workspace {
    std::string enterprise; ///< "E…"; empty outside an organisation
    std::string team;       ///< "T…"

    friend bool operator==(const workspace&, const workspace&) = default;
};

/// What being added has given us.
struct installation {
    std::string bot_token;   ///< "xoxb-…"; goes into the Authorization header and nowhere else
    std::string bot_user_id; ///< "U…"; empty where it has not been told
};

/// Which workspaces have added the app. Called from any thread.
class installation_store {
public:
    virtual ~installation_store() = default;

    /// Nothing where the app is not, or no longer.
    [[nodiscard]] virtual std::optional<installation> find(const workspace& of) = 0;

    /// The app was removed there or its tokens were revoked.
    virtual void forget(const workspace& of) = 0;
};

/// The one workspace whose bot token this is, whichever a request names, until it removes the app.
[[nodiscard]] std::unique_ptr<installation_store> make_single_installation(std::string bot_token);

} // namespace gaitkeeper::slack
