#include <cmath>
#include <cstring>

#include <xxhash.h>

#include "fuzz.hpp"
#include "gaitkeeper/matcher.hpp"

using namespace gaitkeeper;

namespace {

const std::string& sound_model() {
    static const auto model = [] {
        const example examples[] = {
            {"the chain is dry", "chain"}, {"oil the chain", "chain"}, {"a flat tyre", "tyre"},
            {"pump the tyre", "tyre"},     {"who won", "oos"},         {"rain today", "oos"}};
        const auto made =
            matcher::train(examples, {.kind = matcher_kind::fast, .names = intent_names::ignore})
                .value();
        return std::string(reinterpret_cast<const char*>(made.bytes().data()), made.bytes().size());
    }();
    return model;
}

// As match/model_file.cpp lays the header out: size and checksum, then what the checksum covers.
void reseal(std::string& model) {
    constexpr std::size_t size_at = 16, sum_at = 24, hashed_from = 32;
    if (model.size() < hashed_from) return;
    const std::uint64_t size = model.size();
    std::memcpy(model.data() + size_at, &size, sizeof size);
    const std::uint64_t sum = XXH3_64bits(model.data() + hashed_from, model.size() - hashed_from);
    std::memcpy(model.data() + sum_at, &sum, sizeof sum);
}

} // namespace

// The first byte says how the rest is used: as a model, or as changes to a sound one, whose
// checksum then fits again or not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto input = fuzz::bytes_of(data, size);
    std::string bytes;
    const auto how = fuzz::take_byte(input) % 3;
    if (how == 0)
        bytes = input;
    else {
        bytes = sound_model();
        fuzz::patch(bytes, input);
        if (how == 2) reseal(bytes);
    }
    const auto loaded = matcher::load(std::as_bytes(std::span(bytes)));
    if (!loaded) {
        fuzz::require(!loaded.error().problems.empty(), "a refusal says why");
        return 0;
    }
    matcher::scratch memory;
    for (const auto* said : {"the tyre is flat", "", "zzz qqq"}) {
        const auto r = loaded->predict(said, memory);
        fuzz::require(!std::isnan(r.confidence), "a confidence is a number");
        fuzz::require(!r.best.empty(), "there is a best intent");
    }
    static_cast<void>(loaded->explain("the tyre is flat", "tyre"));
    return 0;
}
