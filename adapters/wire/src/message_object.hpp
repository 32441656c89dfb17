#pragma once

#include <string_view>

#include <boost/json/object.hpp>

#include "gaitkeeper/wire/message_json.hpp"

namespace gaitkeeper::wire {

/// Errors: bad_input for anything that is no object, nested deeper than 32, or not UTF-8.
[[nodiscard]] result<boost::json::object> parse_object(std::string_view json);

/// `parse_message` of what has been parsed.
[[nodiscard]] result<incoming_message> read_message(const boost::json::object& from);

} // namespace gaitkeeper::wire
