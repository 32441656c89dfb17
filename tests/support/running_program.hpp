#pragma once

#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/process.hpp>

namespace gaitkeeper::test {

/// `gaitkeeper serve` on a free port, beside the test.
class running_program {
public:
    explicit running_program(const std::string& program, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"serve", "--listen", "127.0.0.1:0"});
        child_ = boost::process::child(
            program, boost::process::args(arguments), boost::process::std_out > out_,
            boost::process::std_err > err_, boost::process::std_in < boost::process::null);
        std::getline(out_, first_line_);
        const auto colon = first_line_.rfind(':');
        if (colon != std::string::npos)
            port_ = static_cast<std::uint16_t>(std::stoi(first_line_.substr(colon + 1)));
    }
    ~running_program() {
        if (child_.running()) child_.terminate();
    }
    running_program(const running_program&) = delete;
    running_program& operator=(const running_program&) = delete;

    [[nodiscard]] const std::string& first_line() const { return first_line_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

    void signal(int which) { ::kill(child_.id(), which); }

    /// The next line of its log.
    std::string log_line() {
        std::string line;
        std::getline(err_, line);
        return line;
    }

    /// Waits for its end.
    int exit_code() {
        child_.wait();
        return child_.exit_code();
    }

private:
    boost::process::ipstream out_, err_;
    boost::process::child child_;
    std::string first_line_;
    std::uint16_t port_ = 0;
};

} // namespace gaitkeeper::test
