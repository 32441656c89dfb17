#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::repl {

/// How answers look.
struct style {
    std::size_t width = 78; ///< columns
    bool colour = false;    ///< ANSI colours; an emergency is marked in words all the same
};

/// A conversation at a terminal, without the terminal: a line goes in, text to print comes out.
class session {
public:
    session(const engine& with, std::string_view locale, std::string region, style look);

    /// What to print first, and the prompt.
    [[nodiscard]] std::string welcome() const;
    [[nodiscard]] std::string prompt() const;

    /// Answers a message, or does what a line that begins with ':' asks for.
    [[nodiscard]] std::string take(std::string_view line);

    [[nodiscard]] bool is_over() const noexcept { return over_; }

    /// Commands, tags and codes that begin as `line` does; whole lines.
    [[nodiscard]] std::vector<std::string> completions(std::string_view line) const;

    void set_width(std::size_t columns) noexcept { look_.width = columns; }

private:
    [[nodiscard]] std::string say(std::string_view key) const;
    [[nodiscard]] std::string say(std::string_view key, std::string_view name,
                                  std::string_view value) const;
    [[nodiscard]] std::string show(const reply& answer) const;
    [[nodiscard]] std::string why() const;
    [[nodiscard]] std::string command(std::string_view line);
    [[nodiscard]] std::string set_locale(std::string_view tag);
    [[nodiscard]] std::string set_region(std::string_view code);

    const engine& engine_;
    std::string locale_, region_;
    style look_;
    conversation talk_, before_;
    std::string last_; ///< for :why; forgotten on :reset
    bool over_ = false;
};

} // namespace gaitkeeper::repl
