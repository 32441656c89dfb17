#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "match/kernels.hpp"
#include "match/random.hpp"

using namespace gaitkeeper::match;

TEST_SUITE("match.kernels") {
    TEST_CASE("the exponential agrees with the standard one and never overflows") {
        for (float x = -80.0F; x < 80.0F; x += 0.37F) {
            CHECK(exponential(x) ==
                  doctest::Approx(std::exp(static_cast<double>(x))).epsilon(1e-6));
        }
        CHECK(std::isfinite(exponential(1e30F)));
        CHECK(exponential(-1e30F) >= 0.0F);
    }

    TEST_CASE("softmax sums to one, returns the log of the sum and survives huge logits") {
        const std::vector<float> logits{1000.0F, 1001.0F, -5000.0F};
        std::vector<float> p(3);

        const auto total = softmax(logits.data(), p.data(), 3);

        CHECK(p[0] + p[1] + p[2] == doctest::Approx(1.0));
        CHECK(p[1] / p[0] == doctest::Approx(std::exp(1.0)));
        CHECK(total == doctest::Approx(1001.0 + std::log(1.0 + std::exp(-1.0))));
    }

    TEST_CASE("adding rows of bytes and of floats agrees with the plain sum") {
        random_source random(7);
        constexpr std::size_t n = 64;
        std::vector<std::int8_t> table(7 * n);
        for (auto& v : table)
            v = static_cast<std::int8_t>(random.below(255));
        const std::vector<std::uint32_t> rows{6, 0, 3, 3, 1};
        const std::vector<float> scale{0.5F, -1.0F, 2.0F, 0.25F, 1.0F};
        std::vector<float> out(n, 1.0F), expected(n, 1.0F);

        add_byte_rows(out.data(), n, table.data(), rows, scale.data());

        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t i = 0; i < n; ++i)
                expected[i] += scale[r] * static_cast<float>(table[rows[r] * n + i]);
        }
        for (std::size_t i = 0; i < n; ++i)
            CHECK(out[i] == doctest::Approx(expected[i]));
    }

    TEST_CASE("the inner product agrees with the plain one") {
        std::vector<float> a(32), b(32);
        float expected = 0.0F;
        for (std::size_t i = 0; i < a.size(); ++i) {
            a[i] = static_cast<float>(i);
            b[i] = 0.5F - static_cast<float>(i % 3);
            expected += a[i] * b[i];
        }
        CHECK(dot(a.data(), b.data(), a.size()) == doctest::Approx(expected));
    }

    TEST_CASE("the generator is xoshiro256++ seeded by splitmix64, for ever") {
        random_source random(1);
        CHECK(mix(0) == 0xe220a8397b1dcdafU);
        const auto first = random.next();
        random_source again(1);
        CHECK(again.next() == first);
        for (int i = 0; i < 1000; ++i)
            CHECK(random.below(10) < 10);
    }
}
