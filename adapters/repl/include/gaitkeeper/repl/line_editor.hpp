#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gaitkeeper::repl {

/// Reads lines from a terminal with editing, history and completion (libedit). History is kept in
/// memory, and in a file only where one is named.
class line_editor {
public:
    using complete = std::function<std::vector<std::string>(std::string_view line)>;

    explicit line_editor(complete completions, std::string history_file = {});
    ~line_editor();
    line_editor(const line_editor&) = delete;
    line_editor& operator=(const line_editor&) = delete;

    /// The next line without its end; nothing at the end of input.
    [[nodiscard]] std::optional<std::string> read(const std::string& prompt);

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace gaitkeeper::repl
