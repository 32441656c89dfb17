#include "fuzz.hpp"
#include "gaitkeeper/net/address.hpp"
#include "gaitkeeper/net/http.hpp"

using namespace gaitkeeper;

// The parts of a request that are read by our own code: target, forwarded headers, subprotocols.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::bytes_of(data, size);
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
