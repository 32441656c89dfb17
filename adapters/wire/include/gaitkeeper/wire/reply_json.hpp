#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "gaitkeeper/explanation.hpp"
#include "gaitkeeper/reply.hpp"

namespace gaitkeeper::wire {

/// The reply object that every surface sends: locale, triage, flags, topics, blocks, suggestions,
/// text, receipt. A block has "numbers", those to dial, where its text names some.
[[nodiscard]] boost::json::object to_object(const reply& r);

/// The same, serialised on one line.
[[nodiscard]] std::string to_json(const reply& r);

/// An explanation as nested {"what", "value", "score", "parts"}.
[[nodiscard]] std::string to_json(const explanation& e);

} // namespace gaitkeeper::wire
