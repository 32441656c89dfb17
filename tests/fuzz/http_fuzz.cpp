#include <algorithm>

#include "fuzz.hpp"
#include "gaitkeeper/net/address.hpp"
#include "gaitkeeper/net/http.hpp"
#include "gaitkeeper/net/proxy_header.hpp"

using namespace gaitkeeper;

namespace {

// What a proxy says comes in pieces: no piece decides what the next could still change.
void read_in_pieces(std::string_view text) {
    using kind = net::proxy_header::kind;
    const auto whole = net::proxy_header::read(text);
    fuzz::require(whole.size <= text.size(), "a header ends within what has come");
    fuzz::require(whole.what == kind::whole || !whole.client, "only a whole header names a client");
    for (std::size_t size = 0; size < std::min<std::size_t>(text.size(), 300); ++size) {
        const auto part = net::proxy_header::read(text.substr(0, size));
        if (part.what == kind::more) continue;
        fuzz::require(part.what == whole.what, "more bytes change no judgement");
        fuzz::require(part.size == whole.size && part.client == whole.client, "nor what was read");
    }
}

} // namespace

// The parts of a connection that are read by our own code: what a proxy says first, target,
// forwarded headers, subprotocols.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::bytes_of(data, size);
    read_in_pieces(text);
    if (const auto made = net::parse_target(text)) {
        fuzz::require(made->path.starts_with('/'), "a path begins with a slash");
        fuzz::require(made->path.find_first_of("?# \r\n") == std::string::npos,
                      "a path is a path alone");
    }
    static const std::vector<net::network> trusted{*net::network::parse("10.0.0.0/8"),
                                                   *net::network::parse("fd00::/8")};
    static const auto proxy = *net::parse_address("10.0.0.1"),
                      stranger = *net::parse_address("192.0.2.1");
    fuzz::require(net::client_address(stranger, text, text, trusted) == stranger,
                  "nobody is whom he says he is");
    fuzz::require(!net::client_key(net::client_address(proxy, text, {}, trusted)).empty(),
                  "a client has a key");
    fuzz::require(!net::client_key(net::client_address(proxy, {}, text, trusted)).empty(),
                  "a client has a key");
    static_cast<void>(net::network::parse(text));
    const auto chosen = net::choose_protocol(text, {"gaitkeeper.v1"});
    fuzz::require(!chosen || *chosen == "gaitkeeper.v1", "a protocol chosen is ours");
    return 0;
}
