#include "fuzz.hpp"
#include "gaitkeeper/wire/client_frame.hpp"

using namespace gaitkeeper;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = wire::parse_client_frame(fuzz::bytes_of(data, size));
    const auto& id = read ? read->id : read.error().id;
    fuzz::require(id.size() <= 64, "an id is short");
    for (const char c : id)
        fuzz::require(c > ' ' && c < 0x7f, "an id is printable");
    if (!read) return 0;
    fuzz::require(read->text.size() <= wire::text_limits{}.bytes, "a text is within its limit");
    fuzz::require(read->text.find('\0') == std::string::npos, "a text holds no NUL");
    return 0;
}
