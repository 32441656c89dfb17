#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>
#include <stdexcept>

namespace gaitkeeper {

/// What went wrong, for programs to branch on.
enum class errc : std::uint8_t {
    not_found,      ///< a file or folder that was named is not there or cannot be read
    bad_content,    ///< a content folder has problems; every one is in `error::problems`
    bad_bundle,     ///< a compiled file is cut short, altered or not ours
    wrong_version,  ///< a compiled file of another format version
    bad_input,      ///< data handed to a function breaks its documented form
    limit_exceeded, ///< data is larger than a documented limit
};

/// The code's name as it stands in machine-readable output ("bad_content").
[[nodiscard]] std::string_view name(errc code) noexcept;

/// One thing that is wrong with a piece of content, and where.
struct problem {
    std::string file;    ///< path as given by the caller, or a name inside a bundle
    std::string pointer; ///< RFC 6901 JSON pointer, or "line N" for line-based files; may be empty
    std::string what;    ///< in words, for a person

    friend bool operator==(const problem&, const problem&) = default;
};

/// "file: pointer: what", the form in which programs print a problem.
[[nodiscard]] std::string to_string(const problem& p);

/// Why an operation failed. Never holds anything that a person typed into a chat.
struct error {
    errc code = errc::bad_input;
    std::vector<problem> problems;
};

/// All problems, one a line, without a trailing newline.
[[nodiscard]] std::string to_string(const error& e);

/// What `result::value()` throws; `what()` is `to_string(error)`.
class load_error : public std::runtime_error {
public:
    explicit load_error(const error& e);
    [[nodiscard]] const error& details() const noexcept { return details_; }

private:
    error details_;
};

/// Found by argument-dependent lookup from boost::system::result::value().
[[noreturn]] void throw_exception_from_error(const error& e, const boost::source_location& where);

/// A value, or why there is none. Read `.value()` to get an exception instead of a branch.
template <class T>
using result = boost::system::result<T, error>;

} // namespace gaitkeeper
