#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper::content {

/// A value of a JSON file together with where it stands, so that everything wrong is reported with
/// its file and pointer and reading goes on. Valid while the parser that made it lives.
class json_value {
public:
    json_value(simdjson::dom::element value, std::string_view file, std::string pointer,
               std::vector<problem>& problems)
        : value_(value), file_(file), pointer_(std::move(pointer)), problems_(&problems) {}

    void complain(std::string what) const;

    [[nodiscard]] bool is_object() const noexcept { return value_.is_object(); }
    [[nodiscard]] bool is_string() const noexcept { return value_.is_string(); }
    [[nodiscard]] bool is_array() const noexcept { return value_.is_array(); }

    /// A member, or nothing where there is none. `*this` must be an object, else it complains.
    [[nodiscard]] std::optional<json_value> find(std::string_view key) const;
    /// The same, and complains where there is none.
    [[nodiscard]] std::optional<json_value> want(std::string_view key) const;

    /// Complains about members that are not among `keys`, with a suggestion where one is near.
    void only(std::initializer_list<std::string_view> keys) const;

    [[nodiscard]] std::string string() const; ///< complains and answers "" where it is none
    [[nodiscard]] double number() const;      ///< complains and answers 0
    [[nodiscard]] bool boolean() const;       ///< complains and answers false

    [[nodiscard]] std::string string(std::string_view key) const; ///< of a wanted member
    [[nodiscard]] std::string date(std::string_view key) const; ///< of a wanted member: YYYY-MM-DD
    [[nodiscard]] std::vector<std::string> strings() const;     ///< of an array
    [[nodiscard]] std::vector<std::string> strings(std::string_view key) const; ///< if there

    void each(const std::function<void(const json_value&)>& visit) const;
    void members(const std::function<void(std::string_view, const json_value&)>& visit) const;

    [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }
    [[nodiscard]] std::string_view file() const noexcept { return file_; }

private:
    [[nodiscard]] json_value child(simdjson::dom::element value, std::string_view key) const;

    simdjson::dom::element value_;
    std::string_view file_;
    std::string pointer_;
    std::vector<problem>* problems_;
};

/// Parses a file; adds a problem and answers nothing where it is no JSON.
[[nodiscard]] std::optional<json_value> parse_json(simdjson::dom::parser& parser,
                                                   std::string_view file, std::string_view bytes,
                                                   std::vector<problem>& problems);

/// The one of `known` that `name` is probably a misspelling of, as ", did you mean 'x'?"; else
/// empty.
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       std::span<const std::string_view> known);

} // namespace gaitkeeper::content
