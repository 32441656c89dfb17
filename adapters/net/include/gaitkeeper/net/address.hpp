#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace gaitkeeper::net {

using boost::asio::ip::address;

/// An address, or a network written ADDRESS/BITS; nothing for any other text.
struct network {
    address base;
    unsigned bits = 0;

    [[nodiscard]] static std::optional<network> parse(std::string_view text);
    [[nodiscard]] bool contains(const address& one) const;
};

[[nodiscard]] bool is_among(const std::vector<network>& networks, const address& one);

/// IPv4 addresses mapped into IPv6 are IPv4 addresses here.
[[nodiscard]] std::optional<address> parse_address(std::string_view text);

/// Whom a limit per address counts as one: an IPv4 address, or the /64 of an IPv6 address.
[[nodiscard]] std::string client_key(const address& of);

/// The client behind proxies: where the peer is trusted, the first address from the right of
/// `X-Forwarded-For` (or else of `Forwarded`) that is not trusted; never the leftmost as such. What
/// cannot be read ends the walk. Without trust the peer itself.
[[nodiscard]] address client_address(const address& peer, std::string_view x_forwarded_for,
                                     std::string_view forwarded,
                                     const std::vector<network>& trusted);

} // namespace gaitkeeper::net
