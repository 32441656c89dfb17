#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "match/toy_set.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::match;

namespace {

model_bytes copy_of(std::span<const std::byte> bytes) {
    model_bytes copy(bytes.size());
    std::ranges::copy(bytes, copy.writable().begin());
    return copy;
}

} // namespace

TEST_SUITE("match.model") {
    TEST_CASE("a trained model ranks the right class first for messages it has not seen") {
        const auto with = toy_set::trained();

        CHECK(with.classes()[toy_set::ask(with, "please turn the lamp off").best].name == "lights");
        CHECK(with.classes()[toy_set::ask(with, "next song please").best].name == "music");
    }

    TEST_CASE("the in-scope score is higher for what is in scope") {
        const auto with = toy_set::trained();

        CHECK(toy_set::ask(with, "play a song").score >
              toy_set::ask(with, "what is the capital of peru").score);
    }

    TEST_CASE("the best class is never an out-of-scope one, and probabilities sum to one") {
        const auto with = toy_set::trained();

        const auto p = toy_set::ask(with, "what is the capital of france");

        CHECK(p.best != 2);
        CHECK(std::accumulate(p.probabilities.begin(), p.probabilities.end(), 0.0F) ==
              doctest::Approx(1.0));
    }

    TEST_CASE("a message of unknown words, or of none, has an answer") {
        const auto with = toy_set::trained();

        CHECK(toy_set::ask(with, "zzqqx").coverage == 0.0F);
        CHECK(toy_set::ask(with, "").best < 2);
    }

    TEST_CASE("a model read from its bytes answers alike") {
        const auto with = toy_set::trained();
        const auto copy = copy_of(with.to_bytes());

        const auto again = model::from_bytes(copy.view()).value();

        CHECK(toy_set::ask(again, "dim the lights").logits ==
              toy_set::ask(with, "dim the lights").logits);
        CHECK(std::ranges::equal(again.to_bytes(), with.to_bytes()));
    }

    TEST_CASE("a model cut at any length is refused") {
        const auto with = toy_set::trained();
        const auto whole = with.to_bytes();
        for (std::size_t size = 0; size < whole.size(); size += size < 2048 ? 1 : 61) {
            CHECK(model::from_bytes(whole.first(size)).has_error());
        }
        CHECK(model::from_bytes(whole.first(whole.size() - 1)).has_error());
    }

    TEST_CASE("a model altered in any byte is refused") {
        const auto with = toy_set::trained();
        auto copy = copy_of(with.to_bytes());
        const auto bytes = copy.writable();
        for (std::size_t at = 0; at < bytes.size(); at += at < 1024 ? 1 : 997) {
            bytes[at] ^= std::byte{0x40};
            CHECK_MESSAGE(model::from_bytes(copy.view()).has_error(), at);
            bytes[at] ^= std::byte{0x40};
        }
        CHECK(model::from_bytes(copy.view()).has_value());
    }

    TEST_CASE("another format version says so") {
        auto copy = copy_of(toy_set::trained().to_bytes());
        copy.writable()[8] = std::byte{99};

        CHECK(model::from_bytes(copy.view()).error().code == errc::wrong_version);
    }

    TEST_CASE("foreign and misaligned bytes are refused") {
        model_bytes zeros(8192);
        const auto whole = copy_of(toy_set::trained().to_bytes());
        model_bytes shifted(whole.view().size() + 64);
        std::ranges::copy(whole.view(), shifted.writable().subspan(8).begin());

        CHECK(model::from_bytes(std::span<const std::byte>{}).error().code == errc::bad_bundle);
        CHECK(model::from_bytes(zeros.view()).error().code == errc::bad_bundle);
        CHECK(model::from_bytes(shifted.view().subspan(8, whole.view().size())).has_error());
    }

    TEST_CASE("recalibrating changes confidence and nothing else") {
        const auto with = toy_set::trained();
        const auto copy = recalibrate(with, {.bias = -100.0F}, {.keep = 0.25F, .balanced = 0.5F});

        const auto again = model::from_bytes(copy.view()).value();

        workspace scratch;
        const std::vector<std::string_view> words{"dim", "the", "lights"};
        CHECK(again.predict({words, false, {}}, scratch).confidence < 0.001F);
        CHECK(again.points().balanced == 0.5F);
        CHECK(toy_set::ask(again, "dim the lights").logits ==
              toy_set::ask(with, "dim the lights").logits);
    }
}
