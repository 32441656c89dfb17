#include <doctest/doctest.h>

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "shipped.hpp"

using namespace gaitkeeper;

namespace {

namespace json = boost::json;

/// The shipped content as files that a test may spoil.
class copy_of_content {
public:
    template <class Change>
    void change(std::string_view path, Change how) {
        auto& bytes = std::ranges::find(files_, path, &content_file::path)->bytes;
        auto value = json::parse(bytes);
        how(value);
        bytes = json::serialize(value);
    }

    [[nodiscard]] std::string problems() const {
        std::string all;
        for (const auto& p : check(files_))
            all += to_string(p) + '\n';
        return all;
    }

private:
    std::vector<content_file> files_ = test::shipped::get().files();
};

} // namespace

TEST_SUITE_BEGIN("content.completeness");

TEST_CASE("every locale that comes with the program is whole") {
    CHECK(copy_of_content().problems() == "");
    for (const auto& card : survey(test::shipped::get().files())) {
        CAPTURE(card.locale);
        CHECK(card.messages == card.messages_wanted);
        CHECK(card.concepts == card.concepts_wanted);
        CHECK(card.fewest >= 80);
        CHECK(card.unrelated >= 400);
    }
}

TEST_CASE("what a locale lacks is reported, each thing where it is lacking") {
    copy_of_content spoilt;
    spoilt.change("intents/es/myths.json", [](json::value& file) {
        file.at_pointer("/topics/myths.always_linked").as_array().resize(3);
    });
    spoilt.change("intents/es/signs.json", [](json::value& file) {
        file.at_pointer("/concepts").as_object()["sign.bone_pain"] = json::array();
    });
    spoilt.change("intents/en/care.json", [](json::value& file) {
        file.at_pointer("/topics/care.when")
            .as_array()
            .emplace_back("me duele la rodilla desde hace dos semanas y no se me pasa");
    });
    spoilt.change("locales/es/guidance.json", [](json::value& file) {
        file.at_pointer("/prevent.weight/full") = "Cuide su peso, por favor.";
    });

    const auto problems = spoilt.problems();
    const auto says = [&](std::string_view what) {
        return problems.find(what) != std::string::npos;
    };
    CAPTURE(problems);
    CHECK(says("intents/es: 'myths.always_linked' has "));
    CHECK(says("intents/es: red flags need 'sign.bone_pain', and no pattern leads to it"));
    CHECK(says("is not in en but, by its words, in es"));
    CHECK(says("/prevent.weight/full: far shorter than in en"));
}

TEST_SUITE_END();
