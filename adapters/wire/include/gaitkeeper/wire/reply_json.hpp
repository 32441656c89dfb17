#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "gaitkeeper/explanation.hpp"
#include "gaitkeeper/reply.hpp"

namespace gaitkeeper::wire {

/// Appends the members of the reply object that every surface sends, without braces, so that a
/// frame may carry more: locale, triage, flags, topics, blocks, suggestions, text, receipt. A block
/// has "numbers", those to dial, where its text names some.
void append_members(std::string& to, const reply& r);

/// The whole object, on one line.
[[nodiscard]] std::string to_json(const reply& r);

/// The same, for those who look into it.
[[nodiscard]] boost::json::object to_object(const reply& r);

/// An explanation as nested {"what", "value", "score", "parts"}.
[[nodiscard]] std::string to_json(const explanation& e);

} // namespace gaitkeeper::wire
