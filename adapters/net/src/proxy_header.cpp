#include "gaitkeeper/net/proxy_header.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gaitkeeper::net {
namespace {

using kind = proxy_header::kind;

constexpr std::string_view text_mark = "PROXY ",
                           binary_mark{"\r\n\r\n\0\r\nQUIT\n", 12}; // as the protocol fixes them

proxy_header bad() {
    return {};
}

proxy_header more() {
    return {kind::more, 0, std::nullopt};
}

bool is_port(std::string_view text) {
    unsigned value = 0;
    constexpr unsigned last = 65'535;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc{} && end == text.data() + text.size() && value <= last;
}

// "TCP4 192.0.2.1 198.51.100.1 4711 443": five words with a space between two.
proxy_header read_line(std::string_view line, std::size_t size) {
    constexpr std::string_view unknown = "UNKNOWN";
    if (line == unknown || line.starts_with("UNKNOWN ")) return {kind::whole, size, std::nullopt};
    std::array<std::string_view, 5> words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto space = line.find(' ');
        if ((space == line.npos) != (i + 1 == words.size())) return bad();
        words[i] = line.substr(0, space);
        line.remove_prefix(space == line.npos ? line.size() : space + 1);
    }
    const bool is_v6 = words[0] == "TCP6";
    if (!is_v6 && words[0] != "TCP4") return bad();
    const auto fits = [&](std::string_view text) {
        return parse_address(text).has_value() && (text.find(':') != text.npos) == is_v6;
    };
    if (!fits(words[1]) || !fits(words[2]) || !is_port(words[3]) || !is_port(words[4]))
        return bad();
    return {kind::whole, size, parse_address(words[1])};
}

proxy_header read_text(std::string_view bytes) {
    constexpr std::size_t longest = 107; // with its line's end
    const auto end = bytes.substr(0, longest).find("\r\n");
    if (end == bytes.npos) return bytes.size() < longest ? more() : bad();
    return read_line(bytes.substr(text_mark.size(), end - text_mark.size()), end + 2);
}

template <class Address>
address address_at(std::string_view bytes) {
    typename Address::bytes_type read{};
    std::transform(bytes.begin(), bytes.begin() + read.size(), read.begin(),
                   [](char c) { return static_cast<unsigned char>(c); });
    return Address(read);
}

proxy_header read_binary(std::string_view bytes) {
    constexpr std::size_t fixed = 16, largest = 4096; // room for what proxies add behind
    if (bytes.size() < fixed) return more();
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    constexpr unsigned version_2 = 2, proxied = 1;
    const unsigned command = at(12) & 15U, family = at(13);
    if (at(12) >> 4U != version_2 || command > proxied) return bad();
    const std::size_t length = at(14) * 256U + at(15);
    if (length > largest) return bad();
    if (bytes.size() < fixed + length) return more();
    proxy_header made{kind::whole, fixed + length, std::nullopt};
    constexpr unsigned tcp_4 = 0x11, tcp_6 = 0x21;
    constexpr std::size_t two_of_4 = 12, two_of_6 = 36; // both ends, each with its port
    if (command != proxied || (family != tcp_4 && family != tcp_6)) return made;
    if (length < (family == tcp_4 ? two_of_4 : two_of_6)) return bad();
    namespace ip = boost::asio::ip;
    made.client = family == tcp_4 ? address_at<ip::address_v4>(bytes.substr(fixed))
                                  : address_at<ip::address_v6>(bytes.substr(fixed));
    return made;
}

// Whether the bytes are a mark, or the beginning of one.
bool begins(std::string_view bytes, std::string_view mark) {
    const auto size = std::min(bytes.size(), mark.size());
    return bytes.substr(0, size) == mark.substr(0, size);
}

} // namespace

proxy_header proxy_header::read(std::string_view bytes) {
    if (begins(bytes, binary_mark))
        return bytes.size() < binary_mark.size() ? more() : read_binary(bytes);
    if (begins(bytes, text_mark))
        return bytes.size() < text_mark.size() ? more() : read_text(bytes);
    return bad();
}

} // namespace gaitkeeper::net
