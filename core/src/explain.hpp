#pragma once

#include "content/library.hpp"
#include "gaitkeeper/conversation.hpp"
#include "gaitkeeper/explanation.hpp"
#include "gaitkeeper/message.hpp"

namespace gaitkeeper {

/// Runs a message as `engine::respond` does and tells what every step found. What a word or concept
/// contributes is found by leaving it out and asking the same model again.
[[nodiscard]] explanation explain_message(const content::library& library, const conversation& talk,
                                          const message& said);

} // namespace gaitkeeper
