#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "bicycle.hpp"
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

    TEST_CASE("a real bundle is refused at every length it was cut to, and with every byte of its "
              "header altered") {
        const auto& good = test::bicycle_bundle();
        auto copy = std::make_shared<match::model_bytes>(good.size());
        const auto bytes = copy->writable().first(good.size());
        std::ranges::copy(std::as_bytes(std::span(good)), bytes.begin());
        for (std::size_t n = 0; n < good.size(); ++n)
            REQUIRE(content::bundle::open(bytes.first(n), copy).has_error());

        constexpr std::size_t header = 32;
        for (std::size_t n = 0; n < header; ++n) {
            for (int bit = 0; bit < 8; ++bit) {
                auto altered = good;
                altered[n] = static_cast<char>(altered[n] ^ (1 << bit));
                const auto loaded = engine::load_bytes(altered);
                REQUIRE(loaded.has_error());
                REQUIRE_FALSE(loaded.error().problems.empty());
            }
        }
    }

    TEST_CASE("a file that is no bundle is refused by name") {
        const auto file = std::filesystem::temp_directory_path() /
                          ("gaitkeeper-foreign-" + std::to_string(std::random_device{}()));
        for (const auto& bytes : {std::string{}, std::string("{}"), std::string(100'000, '\0')}) {
            std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
            const auto loaded = engine::load(file);
            REQUIRE(loaded.has_error());
            CHECK(loaded.error().problems.front().file == file.string());
        }
        std::filesystem::remove(file);
        CHECK(engine::load(file).error().code == errc::not_found);
        CHECK(engine::load(std::filesystem::temp_directory_path()).error().code == errc::not_found);
    }
}
