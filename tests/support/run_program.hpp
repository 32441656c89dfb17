#pragma once

#include <string>
#include <vector>

namespace gaitkeeper::test {

struct program_result {
    int code = -1;
    std::string out, err;
};

/// Runs a program to its end with `in` as its standard input.
program_result run_program(const std::string& path, const std::vector<std::string>& arguments,
                           const std::string& in = {});

} // namespace gaitkeeper::test
