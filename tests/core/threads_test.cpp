#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "bicycle.hpp"

using namespace gaitkeeper;

TEST_SUITE_BEGIN("engine.threads");

TEST_CASE("threads that share an engine get the replies that one alone gets") {
    const auto& shared = test::bicycle_engine();
    const std::vector<std::string> messages{"my tyre is flat",
                                            "no oil, the chain is dry",
                                            "more",
                                            "brakes stopped working",
                                            "hello",
                                            "",
                                            "what is the weather"};
    const auto talk_through = [&](const engine& with) {
        std::vector<std::string> said;
        conversation talk;
        for (int round = 0; round < 20; ++round) {
            for (const auto& m : messages)
                said.push_back(with.respond(talk, {m, "en", "GB"}).text);
        }
        return said;
    };
    const auto alone = talk_through(shared);

    // A fresh engine, so that its locale is first read by all at once.
    const auto fresh = engine::load_bytes(test::bicycle_bundle()).value();
    std::vector<std::vector<std::string>> heard(4);
    std::vector<std::jthread> people;
    for (auto& h : heard)
        people.emplace_back([&] { h = talk_through(engine(fresh)); });
    people.clear();

    for (const auto& h : heard)
        CHECK(h == alone);
}

TEST_CASE("an engine may go while another copy of it answers") {
    auto first = std::make_unique<engine>(engine::load_bytes(test::bicycle_bundle()).value());
    const engine second = *first;
    std::jthread person([&] {
        conversation talk;
        for (int i = 0; i < 50; ++i)
            static_cast<void>(second.respond(talk, {"my tyre is flat", {}, {}}));
    });
    first.reset();
    person.join();

    conversation talk;
    CHECK_FALSE(second.respond(talk, {"my tyre is flat", {}, {}}).text.empty());
}

TEST_SUITE_END();
