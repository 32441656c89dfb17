#include "bicycle.hpp"
#include "fuzz.hpp"

using namespace gaitkeeper;

// The first byte names a file of a sound content; the rest is what stands in it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto sound = read_content(test::bicycle_folder()).value();
    auto input = fuzz::bytes_of(data, size);
    auto files = sound;
    auto& file = files[fuzz::take_byte(input) % files.size()];
    file.bytes = input;
    for (const auto& p : check(files, {.today = "2026-11-24"})) {
        fuzz::require(!p.what.empty(), "a problem says what is wrong");
        fuzz::require(p.file.starts_with("intents/") || p.file.starts_with("locales/"),
                      "a problem names its file");
    }
    return 0;
}
