#pragma once

#include <string_view>

namespace gaitkeeper::program {

/// One line on stderr that says how far long work has come; silent where stderr is no terminal.
class progress_line {
public:
    progress_line();
    ~progress_line() { clear(); }
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;

    void show(std::string_view stage, double share);
    void clear();

private:
    bool on_terminal_ = false;
    int shown_ = -1; ///< percent
};

} // namespace gaitkeeper::program
