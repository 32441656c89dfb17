#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "gaitkeeper/error.hpp"
#include "gaitkeeper/reply.hpp"
#include "gaitkeeper/wire/message_json.hpp"

namespace gaitkeeper::wire {

/// A request and what was answered: a message object with the further member "reply" (the whole
/// reply object) or, where the answer's words were not kept, "receipt" (the reply's receipt).
struct recorded_request {
    incoming_message said;
    std::optional<boost::json::object> reply;
    boost::json::object receipt;
};

/// The record of a request on one line, as `parse_record` reads it. Holds the person's words.
[[nodiscard]] std::string record_line(const incoming_message& said, const reply& answer);

/// Errors: as `parse_message`; bad_input where neither "reply" nor "receipt" is an object.
[[nodiscard]] result<recorded_request> parse_record(std::string_view json);

/// Members of two reply objects that a person would notice: "triage", "flags", "topics" (ids and
/// their order, not the confidences), "blocks", "suggestions", "locale". In that order, each once.
[[nodiscard]] std::vector<std::string> noticeable_differences(const boost::json::object& before,
                                                              const boost::json::object& after);

/// The ids of a reply object's topics, joined by commas; empty where there are none.
[[nodiscard]] std::string topic_ids(const boost::json::object& reply);

} // namespace gaitkeeper::wire
