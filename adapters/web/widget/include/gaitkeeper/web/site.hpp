#pragma once

#include <span>
#include <string_view>

namespace gaitkeeper::web {

/// A file that the server hands out as it is. All views live as long as the program.
struct site_file {
    std::string_view path;   ///< "/widget.js"; "/" for a page
    std::string_view locale; ///< of a page; empty for what is the same in every language
    std::string_view type;   ///< content type
    std::string_view bytes;
};

/// The widget, the texts of its languages, and the clinic's page in every locale.
[[nodiscard]] std::span<const site_file> site_files() noexcept;

/// The policy that the page is served with, and that the widget is able to live under.
inline constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

} // namespace gaitkeeper::web
