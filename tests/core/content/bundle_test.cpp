#include <doctest/doctest.h>

#include "content/bundle.hpp"
#include "match/model.hpp"

using namespace gaitkeeper;

namespace {

result<content::bundle> open(const std::string& bytes) {
    auto copy = std::make_shared<match::model_bytes>(bytes.size());
    const auto to = copy->writable().first(bytes.size());
    std::ranges::copy(std::as_bytes(std::span(bytes)), to.begin());
    return content::bundle::open(to, copy);
}

std::string sample() {
    content::bundle_writer out;
    out.add("b", "second");
    out.add("a", "first");
    out.add("empty", "");
    return out.finish();
}

} // namespace

TEST_SUITE("content.bundle") {
    TEST_CASE("what was put in comes out, whatever the order") {
        const auto b = open(sample());

        REQUIRE(b.has_value());
        CHECK(b->find("a") == "first");
        CHECK(b->find("b") == "second");
        CHECK(b->find("none").empty());
        CHECK(b->hash().size() == 16);
    }

    TEST_CASE("cut short, altered or foreign bytes are refused at every length") {
        const auto good = sample();
        for (std::size_t n = 0; n < good.size(); ++n) {
            REQUIRE(open(good.substr(0, n)).has_error());
        }
        for (std::size_t n = 0; n < good.size(); ++n) {
            auto altered = good;
            altered[n] = static_cast<char>(altered[n] ^ 0x20);
            REQUIRE(open(altered).has_error());
        }
        CHECK(open(std::string(4096, 'x')).error().code == errc::bad_bundle);
    }

    TEST_CASE("another format version says so") {
        auto other = sample();
        other[8] = 99;
        CHECK(open(other).error().code == errc::wrong_version);
    }
}
