#pragma once

#include <string>
#include <string_view>

#include "gaitkeeper/net/client.hpp"
#include "gaitkeeper/slack/outbox.hpp"

namespace gaitkeeper::slack {

/// The Web API method of a call; a name of our own for a response_url.
[[nodiscard]] std::string_view method_of(const outgoing& call);

/// In whose name a call is made; null where it needs no token.
[[nodiscard]] const workspace* workspace_of(const outgoing& call);

/// What keeps its order: a channel of a workspace, or a response_url.
[[nodiscard]] std::string lane_of(const outgoing& call);

[[nodiscard]] std::string key_of(const workspace& one);

[[nodiscard]] net::outgoing_request to_request(const outgoing& call, std::string_view base,
                                               std::string_view token);

} // namespace gaitkeeper::slack
