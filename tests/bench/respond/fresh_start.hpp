#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bench {

/// What a process pays that has done nothing before.
struct fresh_start {
    double first_reply_ms = 0; ///< from opening the bundle to the reply, in the first locale
    double all_locales_ms = 0; ///< until every locale has replied once
    double resident_mb = 0;    ///< then, as the kernel counts it
};

/// The middle one of several fresh processes, by time. Call while the caller has one thread and has
/// touched neither ICU nor content.
[[nodiscard]] fresh_start measure_fresh_start(const std::filesystem::path& bundle,
                                              const std::vector<std::string>& locales,
                                              const std::vector<std::string>& messages);

} // namespace bench
