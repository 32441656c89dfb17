#include "bicycle.hpp"
#include "content/bundle.hpp"
#include "fuzz.hpp"
#include "match/model.hpp"

using namespace gaitkeeper;

namespace {

// Entry by entry, one of them replaced; its checksum fits.
std::string forged(std::size_t which, std::string_view bytes) {
    static const auto copy = [] {
        auto made = std::make_shared<match::model_bytes>(test::bicycle_bundle().size());
        std::ranges::copy(std::as_bytes(std::span(test::bicycle_bundle())),
                          made->writable().begin());
        return made;
    }();
    static const auto sound =
        content::bundle::open(copy->view().first(test::bicycle_bundle().size()), copy).value();
    content::bundle_writer out;
    std::size_t i = 0;
    for (const auto& [name, was] : sound.entries()) {
        out.add(std::string(name),
                std::string(i++ == which % sound.entries().size() ? bytes : was));
    }
    return out.finish();
}

} // namespace

// The first byte says how the rest is used: as a bundle, as changes to a sound one, or as one entry
// of a bundle whose checksum fits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto input = fuzz::bytes_of(data, size);
    std::string bundle;
    switch (const auto how = fuzz::take_byte(input); how % 3) {
    case 0:
        bundle = input;
        break;
    case 1:
        bundle = test::bicycle_bundle();
        fuzz::patch(bundle, input);
        break;
    default:
        bundle = forged(how / 3, input);
        break;
    }
    const auto loaded = engine::load_bytes(bundle);
    if (!loaded) {
        fuzz::require(!loaded.error().problems.empty(), "a refusal says why");
        return 0;
    }
    conversation talk;
    for (const auto* said : {"the chain is dry", "brakes stopped working", "more"}) {
        fuzz::require(!loaded->respond(talk, {said, "en", "GB"}).topics.empty(),
                      "a reply has a topic");
    }
    return 0;
}
