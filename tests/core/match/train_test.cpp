#include <doctest/doctest.h>

#include <algorithm>

#include "match/augment.hpp"
#include "match/toy_set.hpp"

using namespace gaitkeeper;
using namespace gaitkeeper::match;

namespace {

std::vector<std::byte> bytes_with(const train_options& options) {
    const auto made = train(toy_set::rows(), toy_set::classes(), options).value();
    return {made.view().begin(), made.view().end()};
}

errc refusal(const std::vector<training_row>& rows, const std::vector<class_info>& classes) {
    return train(rows, classes, toy_set::quick()).error().code;
}

} // namespace

TEST_SUITE("match.train") {
    TEST_CASE("the same rows give the same bytes on every run and thread count" *
              doctest::description("threads")) {
        auto options = toy_set::quick();
        options.network->units = 256;
        options.network->epochs = 3;
        const auto once = bytes_with(options);

        CHECK(bytes_with(options) == once);
        for (const std::size_t threads : {2U, 3U, 4U}) {
            options.network->threads = threads;
            CHECK(bytes_with(options) == once);
        }
        options.network->seed = 2;
        CHECK(bytes_with(options) != once);
    }

    TEST_CASE("the linear model and the ensemble learn the set too") {
        for (const auto kind : {model_kind::fast, model_kind::accurate}) {
            auto options = toy_set::quick();
            options.kind = kind;
            const auto with = toy_set::trained(options);

            CHECK(with.classes()[toy_set::ask(with, "dim the light").best].name == "lights");
            CHECK(with.classes()[toy_set::ask(with, "play that song").best].name == "music");
        }
    }

    TEST_CASE("a row with two classes teaches both") {
        auto rows = toy_set::rows();
        for (int i = 0; i < 6; ++i)
            rows.push_back(toy_set::row("party mode", {0, 1}));
        auto bytes = train(rows, toy_set::classes(), toy_set::quick()).value();
        const auto with = model::from_bytes(bytes.view()).value();

        const auto p = toy_set::ask(with, "party mode").probabilities;

        CHECK(p[0] > 0.3F);
        CHECK(p[1] > 0.3F);
    }

    TEST_CASE("concepts are features: a concept alone can decide") {
        auto rows = toy_set::rows();
        for (auto& row : rows)
            row.concepts = {row.classes[0] == 0 ? "lamp+" : row.classes[0] == 1 ? "song+" : "none"};
        auto bytes = train(rows, toy_set::classes(), toy_set::quick()).value();
        const auto with = model::from_bytes(bytes.view()).value();
        auto asked = toy_set::row("zzqqx", {});
        asked.concepts = {"song+"};

        workspace scratch;
        CHECK(predict_row(with, asked, scratch).best == 1);
    }

    TEST_CASE("contradictory and repeated rows are learnt as they are") {
        auto rows = toy_set::rows();
        for (int i = 0; i < 5; ++i) {
            rows.push_back(toy_set::row("surprise me", {0}));
            rows.push_back(toy_set::row("surprise me", {1}));
        }
        auto bytes = train(rows, toy_set::classes(), toy_set::quick()).value();

        const auto p =
            toy_set::ask(model::from_bytes(bytes.view()).value(), "surprise me").probabilities;

        CHECK(p[0] == doctest::Approx(p[1]).epsilon(0.7));
    }

    TEST_CASE("rows that cannot be learnt from are refused with a reason") {
        const auto classes = toy_set::classes();
        auto unlabelled = toy_set::rows();
        unlabelled[3].classes.clear();
        auto foreign = toy_set::rows();
        foreign[3].classes = {3};
        auto weightless = toy_set::rows();
        weightless[3].weight = 0.0F;

        CHECK(refusal({}, classes) == errc::bad_input);
        CHECK(refusal({toy_set::row("one", {0}), toy_set::row("two", {0})}, classes) ==
              errc::bad_input);
        CHECK(refusal(unlabelled, classes) == errc::bad_input);
        CHECK(refusal(foreign, classes) == errc::bad_input);
        CHECK(refusal(weightless, classes) == errc::bad_input);
        CHECK(refusal(toy_set::rows(), {{"a", true}, {"b", true}, {"c", true}}) == errc::bad_input);
        CHECK(to_string(train(foreign, classes, toy_set::quick()).error()).find("example 4") !=
              std::string::npos);
    }

    TEST_CASE("rows without a word, of a megabyte, or of broken bytes are learnt from") {
        auto rows = toy_set::rows();
        rows.push_back(toy_set::row("", {0}));
        rows.push_back(toy_set::row(std::string(1'000'000, 'x'), {1}));
        rows.push_back(toy_set::row("\xff\xfe broken \xc3", {1}));

        CHECK(train(rows, toy_set::classes(), toy_set::quick()).has_value());
    }

    TEST_CASE("cross-validation predicts every row by a model that has not seen it or its twin") {
        auto rows = toy_set::rows();
        rows.push_back(toy_set::row("quixotic zebra", {0}));
        rows.push_back(toy_set::row("quixotic zebra", {0}));

        const auto unseen = cross_validate(rows, toy_set::classes(), toy_set::quick(), 4).value();

        REQUIRE(unseen.size() == rows.size());
        CHECK(unseen.back().coverage == 0.0F);
        CHECK(unseen[rows.size() - 2].coverage == 0.0F);
    }

    TEST_CASE("a typing error changes one word by one letter") {
        const std::vector<training_row> rows(50, toy_set::row("turn the lights", {0}));

        const auto copies = with_typing_errors(rows, 1);

        REQUIRE(copies.size() == rows.size());
        for (const auto& copy : copies)
            CHECK(copy.classes == rows[0].classes);
        CHECK(std::ranges::count_if(copies,
                                    [&](const auto& c) { return c.words != rows[0].words; }) > 30);
        CHECK(with_typing_errors(std::vector{toy_set::row("", {0})}, 1).empty());
    }
}
