#pragma once

#include <atomic>
#include <cstdint>

namespace gaitkeeper::teamchat {

/// What a platform sent us and what became of it: counts alone. Safe from any thread.
struct tally {
    std::atomic<std::uint64_t> received{0}; ///< with a good signature or token
    std::atomic<std::uint64_t> refused{0};  ///< without one
    std::atomic<std::uint64_t> repeated{0}; ///< had come before, and is not answered again
    std::atomic<std::uint64_t> answered{0};
};

} // namespace gaitkeeper::teamchat
