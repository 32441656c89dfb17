#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace gaitkeeper::net {

enum class log_level : std::uint8_t { debug, info, warning, error };

/// Where adapters log: codes and counts, never a person's words, an address or a URL. Called from
/// any thread. Without a function nothing is logged.
struct log_sink {
    log_level least = log_level::info;
    std::function<void(log_level, std::string_view)> write;

    void log(log_level level, std::string_view line) const {
        if (write && level >= least) write(level, line);
    }
};

} // namespace gaitkeeper::net
