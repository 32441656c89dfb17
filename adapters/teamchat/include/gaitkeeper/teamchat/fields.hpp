#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gaitkeeper/net/http.hpp"

namespace gaitkeeper::teamchat {

/// The members of a request's body, in the order sent.
class fields {
public:
    void add(std::string name, std::string value) {
        all_.emplace_back(std::move(name), std::move(value));
    }

    /// The value of the first of that name; empty without one.
    [[nodiscard]] std::string_view operator[](std::string_view name) const;

    [[nodiscard]] std::size_t count(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> all_;
};

/// Reads `application/x-www-form-urlencoded`. Nothing for a broken escape, more than 64 fields, or
/// values that are not UTF-8.
[[nodiscard]] std::optional<fields> parse_form(std::string_view body);

/// Reads one JSON object: strings as they are, null not at all, all else as the JSON that it is.
/// Nothing for what is no object, or nested deeper than 64.
[[nodiscard]] std::optional<fields> parse_object(std::string_view json);

/// What a request says its body is, whatever the parameters ("; charset=utf-8").
enum class media : std::uint8_t { none, form, json, other };
[[nodiscard]] media media_of(const net::request& asked);

/// An identifier of a platform: 1 to 64 letters, digits, '.', '_' or '-'.
[[nodiscard]] bool is_id(std::string_view text);

/// Whether a token is one of the secrets; takes the same time wherever it differs.
[[nodiscard]] bool is_one_of(std::string_view token, const std::vector<std::string>& secrets);

} // namespace gaitkeeper::teamchat
