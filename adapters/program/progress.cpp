#include "progress.hpp"

#include <iostream>

#include <unistd.h>

namespace gaitkeeper::program {

progress_line::progress_line() : on_terminal_(isatty(STDERR_FILENO) == 1) {}

void progress_line::show(std::string_view stage, double share) {
    const auto percent = static_cast<int>(share * 100);
    if (!on_terminal_ || percent == shown_) return;
    shown_ = percent;
    std::cerr << '\r' << stage << ' ' << percent << " %" << std::flush;
}

void progress_line::clear() {
    if (shown_ >= 0) std::cerr << "\r\x1b[K" << std::flush;
    shown_ = -1;
}

} // namespace gaitkeeper::program
