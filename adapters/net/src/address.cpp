#include "gaitkeeper/net/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace gaitkeeper::net {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

bool same_letters(std::string_view a, std::string_view b) {
    const auto low = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, low, low);
}

address unmapped(const address& one) {
    if (one.is_v6() && one.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, one.to_v6());
    return one;
}

std::array<std::uint8_t, 16> bytes_of(const address& one) {
    std::array<std::uint8_t, 16> bytes{};
    if (one.is_v4())
        std::ranges::copy(one.to_v4().to_bytes(), bytes.begin());
    else
        bytes = one.to_v6().to_bytes();
    return bytes;
}

// A node as proxies write it: an address, with a port ("192.0.2.1:80", "[2001:db8::1]:80"), quoted.
std::optional<address> parse_node(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        return end == text.npos ? std::nullopt : parse_address(text.substr(1, end - 1));
    }
    if (std::ranges::count(text, ':') == 1) text = text.substr(0, text.find(':'));
    return parse_address(text);
}

// The value of `for=` in one element of Forwarded (RFC 7239).
std::string_view for_of(std::string_view element) {
    while (!element.empty()) {
        const auto end = element.find(';');
        const auto pair = trimmed(element.substr(0, end));
        const auto equals = pair.find('=');
        if (equals != pair.npos && same_letters(trimmed(pair.substr(0, equals)), "for"))
            return pair.substr(equals + 1);
        element = end == element.npos ? std::string_view{} : element.substr(end + 1);
    }
    return {};
}

} // namespace

std::optional<address> parse_address(std::string_view text) {
    constexpr std::size_t longest = 45;
    // A zone ("fe80::1%eth0") names an interface of this machine, which no client may choose.
    if (text.empty() || text.size() > longest || text.find('%') != text.npos) return std::nullopt;
    boost::system::error_code failed;
    const auto made = boost::asio::ip::make_address(std::string(text), failed);
    if (failed) return std::nullopt;
    return unmapped(made);
}

std::optional<network> network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto base = parse_address(text.substr(0, slash));
    if (!base) return std::nullopt;
    const unsigned widest = base->is_v4() ? 32 : 128;
    if (slash == text.npos) return network{*base, widest};
    unsigned bits = 0;
    const auto digits = text.substr(slash + 1);
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (failed != std::errc{} || end != digits.data() + digits.size() || bits > widest)
        return std::nullopt;
    return network{*base, bits};
}

bool network::contains(const address& one) const {
    const auto other = unmapped(one);
    if (other.is_v4() != base.is_v4()) return false;
    const auto a = bytes_of(base), b = bytes_of(other);
    for (unsigned bit = 0; bit < bits; bit += 8) {
        const unsigned wanted = std::min(8U, bits - bit);
        const auto mask = static_cast<std::uint8_t>(0xff00U >> wanted);
        if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) return false;
    }
    return true;
}

bool is_among(const std::vector<network>& networks, const address& one) {
    return std::ranges::any_of(networks, [&](const network& n) { return n.contains(one); });
}

std::string client_key(const address& of) {
    const auto one = unmapped(of);
    const auto bytes = bytes_of(one);
    const std::size_t size = one.is_v4() ? 4 : 8;
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
}

address client_address(const address& peer, std::string_view x_forwarded_for,
                       std::string_view forwarded, const std::vector<network>& trusted) {
    auto client = unmapped(peer);
    const bool plain = !x_forwarded_for.empty();
    auto list = plain ? x_forwarded_for : forwarded;
    while (is_among(trusted, client) && !list.empty()) {
        const auto comma = list.rfind(',');
        const auto last = comma == list.npos ? list : list.substr(comma + 1);
        list = comma == list.npos ? std::string_view{} : list.substr(0, comma);
        const auto hop = parse_node(plain ? last : for_of(last));
        if (!hop) break;
        client = *hop;
    }
    return client;
}

} // namespace gaitkeeper::net
