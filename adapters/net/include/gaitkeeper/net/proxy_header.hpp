#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "gaitkeeper/net/address.hpp"

namespace gaitkeeper::net {

/// What the beginning of a connection is, where a proxy is to introduce its client there (PROXY
/// protocol, version 1 or 2).
struct proxy_header {
    enum class kind : std::uint8_t {
        whole, ///< the connection itself begins after `size` bytes
        more,  ///< the header has not ended yet
        bad,   ///< no such header: nothing that follows may be trusted
    };
    kind what = kind::bad;
    std::size_t size = 0;
    std::optional<address> client; ///< nothing where the proxy speaks for itself or does not know

    /// `bytes`: all that has come so far.
    [[nodiscard]] static proxy_header read(std::string_view bytes);
};

} // namespace gaitkeeper::net
