#pragma once

#include <optional>
#include <string_view>

#include <simdjson.h>

namespace gaitkeeper::slack {

/// The object that `json` is, nested 64 deep at most, with nothing after it. Good until the next
/// call on this thread.
[[nodiscard]] inline std::optional<simdjson::dom::object> read_object(std::string_view json) {
    constexpr std::size_t max_depth = 64;
    thread_local simdjson::dom::parser parser;
    if (parser.max_depth() != max_depth &&
        parser.allocate(simdjson::dom::MINIMAL_DOCUMENT_CAPACITY, max_depth) != simdjson::SUCCESS)
        return std::nullopt;
    simdjson::dom::object object;
    if (parser.parse(json.data(), json.size(), true).get(object) != simdjson::SUCCESS)
        return std::nullopt;
    return object;
}

using maybe_object = std::optional<simdjson::dom::object>;

/// A member that is a string; empty for any other and for none.
[[nodiscard]] inline std::string_view string_in(const maybe_object& from, std::string_view key) {
    std::string_view text;
    return from && (*from)[key].get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

/// A member that is an object; nothing for any other and for none.
[[nodiscard]] inline maybe_object object_in(const maybe_object& from, std::string_view key) {
    simdjson::dom::object object;
    if (!from || (*from)[key].get(object) != simdjson::SUCCESS) return std::nullopt;
    return object;
}

/// The first element of a member that is an array of objects; nothing for any other and for none.
[[nodiscard]] inline maybe_object first_in(const maybe_object& from, std::string_view key) {
    simdjson::dom::object object;
    if (!from || (*from)[key].at(0).get(object) != simdjson::SUCCESS) return std::nullopt;
    return object;
}

[[nodiscard]] inline bool is_true(const maybe_object& from, std::string_view key) {
    bool value = false;
    return from && (*from)[key].get(value) == simdjson::SUCCESS && value;
}

} // namespace gaitkeeper::slack
