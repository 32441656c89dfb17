#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/net/http.hpp"

namespace gaitkeeper::slack {

enum class verdict : std::uint8_t {
    good,
    no_header,     ///< a header is missing or there twice
    bad_timestamp, ///< no decimal number
    stale,         ///< further from now than the window, on either side
    bad_version,   ///< a signature, but none of "v0"
    bad_signature, ///< not 64 lower-case hexadecimal digits, or of another text or secret
};

/// The verdict's name as it stands in a log.
[[nodiscard]] std::string_view name(verdict of) noexcept;

/// Requests dated further away than this, before or after, are not taken.
inline constexpr std::chrono::seconds signature_window{300};

/// Checks the signature of requests. Safe from any thread.
class verifier {
public:
    /// Any of the secrets may have signed: two while one is being replaced. At least one, none
    /// empty: throws std::invalid_argument.
    explicit verifier(const std::vector<std::string>& secrets);
    ~verifier();
    verifier(const verifier&) = delete;
    verifier& operator=(const verifier&) = delete;

    /// Of a request as it arrived: the raw bytes of its body, before anything reads them.
    [[nodiscard]] verdict judge(const net::request& asked, std::chrono::sys_seconds now) const;

    [[nodiscard]] verdict judge(std::string_view timestamp, std::string_view signature,
                                std::string_view body, std::chrono::sys_seconds now) const;

private:
    struct keyed;
    std::unique_ptr<keyed> keyed_;
};

} // namespace gaitkeeper::slack
