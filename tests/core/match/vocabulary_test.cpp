#include <doctest/doctest.h>

#include <cmath>
#include <string_view>
#include <vector>

#include "match/vocabulary.hpp"

using namespace gaitkeeper::match;

namespace {

using names = std::vector<std::string_view>;

feature_keys keys_of(const names& words) {
    feature_keys keys;
    keys.extract({words, false, {}});
    return keys;
}

} // namespace

TEST_SUITE("match.vocabulary") {
    TEST_CASE("every counted feature is found, with its inverse document frequency") {
        vocabulary_builder builder;
        builder.count(keys_of({"my", "knee"}));
        builder.count(keys_of({"my", "hip"}));
        builder.finish({});
        const auto words = builder.view();

        const auto known = keys_of({"my", "knee"});
        for (const auto key : known.all())
            CHECK(words.find(key) != no_row);
        CHECK(words.idf[words.find(known.of(block::word)[0])] == doctest::Approx(1.0));
        CHECK(words.idf[words.find(known.of(block::word)[1])] ==
              doctest::Approx(1.0 + std::log(3.0 / 2.0)));
        CHECK(words.find(keys_of({"elbow"}).of(block::word)[0]) == no_row);
    }

    TEST_CASE("a limit on rows drops the rarest n-grams before any word") {
        vocabulary_builder builder;
        for (const auto* word : {"alpha", "beta", "gamma", "delta", "alpha"})
            builder.count(keys_of({word}));
        builder.finish({.min_df = {1, 1, 1, 1, 1}, .max_rows = 20});

        CHECK(builder.view().rows() <= 20);
        CHECK(builder.view().find(keys_of({"beta"}).of(block::word)[0]) != no_row);
    }

    TEST_CASE("coverage is the share of words that training has seen") {
        vocabulary_builder builder;
        builder.count(keys_of({"knee", "pain"}));
        builder.finish({});
        active_features active;

        look_up(builder.view(), keys_of({"knee", "pain"}), active);
        CHECK(active.coverage == doctest::Approx(1.0));
        look_up(builder.view(), keys_of({"knee", "zebra"}), active);
        CHECK(active.coverage > 0.3F);
        CHECK(active.coverage < 0.6F);
        look_up(builder.view(), keys_of({}), active);
        CHECK(active.coverage == 0.0F);
    }

    TEST_CASE("each block is normalised by itself, so that many n-grams do not drown few words") {
        vocabulary_builder builder;
        builder.count(keys_of({"extraordinarily", "long"}));
        builder.finish({});
        active_features active;
        look_up(builder.view(), keys_of({"extraordinarily", "long"}), active);
        std::vector<float> weights;

        weigh(active, {.blocks = {1.0F, 0.5F, 1.0F, 1.0F, 0.0F}}, weights);

        float words = 0.0F, bigrams = 0.0F, all = 0.0F;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            all += weights[i] * weights[i];
            if (i < active.end[0])
                words += weights[i] * weights[i];
            else if (i < active.end[1])
                bigrams += weights[i] * weights[i];
        }
        CHECK(std::sqrt(all) == doctest::Approx(input_norm));
        CHECK(std::sqrt(words) == doctest::Approx(2 * std::sqrt(bigrams)));
    }
}
