#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/system/result.hpp>

namespace gaitkeeper::wire {

enum class frame_kind : std::uint8_t { hello, message, choose, typing, bye };

/// What a client says, checked; owns its strings. Members that a kind does not have are empty.
struct client_frame {
    frame_kind kind = frame_kind::bye;
    std::string id;                        ///< the client's own, of message and choose
    std::string text;                      ///< of message
    std::string locale;                    ///< of hello and message; may be empty
    std::string region;                    ///< of hello; may be empty
    std::string resume;                    ///< of hello; may be empty
    std::optional<std::uint64_t> last_seq; ///< of hello
    std::variant<std::string, std::uint64_t>
        option; ///< of choose: a suggestion's label or text, or its place
};

enum class frame_fault : std::uint8_t {
    bad_json,     ///< not one JSON object, nested too deep, a key twice, or not Unicode
    bad_frame,    ///< an object that its kind's schema refuses
    unknown_type, ///< an object of a type that is none of ours
    too_long,     ///< a message over the limit
};

/// The fault's name as it stands in an error frame.
[[nodiscard]] std::string_view name(frame_fault fault) noexcept;

struct frame_error {
    frame_fault fault = frame_fault::bad_json;
    std::string id; ///< of the frame, where it had a usable one
};

struct text_limits {
    std::size_t code_points = 2000;
    std::size_t bytes = 8 * 1024;
};

/// Reads a frame of the browser chat. Nothing that was written comes back in an error.
[[nodiscard]] boost::system::result<client_frame, frame_error>
parse_client_frame(std::string_view json, const text_limits& most = {});

/// What an unchecked `value()` of such a result throws.
[[noreturn]] void throw_exception_from_error(const frame_error& e,
                                             const boost::source_location& where);

} // namespace gaitkeeper::wire
