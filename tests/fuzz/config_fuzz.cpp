#include "fuzz.hpp"
#include "serve_settings.hpp"

using namespace gaitkeeper;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::bytes_of(data, size);
    program::serve_settings into;
    for (const auto& one :
         program::read_config(text, "x.toml", into, [](const program::setting&) { return false; }))
        fuzz::require(!one.what.empty(), "a problem says what it is");
    static_cast<void>(program::parse_listen(text));
    return 0;
}
