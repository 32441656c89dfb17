#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "gaitkeeper/matcher.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) {
    ++allocations;
    if (void* at = std::malloc(size == 0 ? 1 : size)) return at;
    throw std::bad_alloc();
}

} // namespace

// A binary of its own, since it counts every allocation in it.
void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
}
void operator delete(void* at) noexcept {
    std::free(at);
}
void operator delete[](void* at) noexcept {
    std::free(at);
}
void operator delete(void* at, std::size_t) noexcept {
    std::free(at);
}
void operator delete[](void* at, std::size_t) noexcept {
    std::free(at);
}

using namespace gaitkeeper;

TEST_SUITE_BEGIN("matcher.allocations");

TEST_CASE("once the scratch memory is warm a prediction allocates nothing") {
    const std::vector<example> rows{{"turn on the lights", "lights"},
                                    {"dim the lamp", "lights"},
                                    {"lights off", "lights"},
                                    {"play some music", "music"},
                                    {"next song", "music"},
                                    {"louder music", "music"},
                                    {"膝が痛い", "knee"},
                                    {"膝の痛み", "knee"},
                                    {"ひざがいたい", "knee"}};
    for (const auto kind : {matcher_kind::standard, matcher_kind::fast, matcher_kind::accurate}) {
        matcher_options options;
        options.kind = kind;
        const auto with = matcher::train(rows, options).value();
        const std::vector<std::string> messages{"please turn the lamp on and play the next song",
                                                "膝が痛いです", "", "\xff\xfe",
                                                std::string(300, 'x')};
        matcher::scratch memory;
        for (const auto& m : messages)
            static_cast<void>(with.predict(m, memory));

        const auto before = allocations.load();
        for (int round = 0; round < 3; ++round) {
            for (const auto& m : messages)
                static_cast<void>(with.predict(m, memory));
        }
        CHECK(allocations.load() == before);
    }
    CHECK(allocations.load() > 0);
}

TEST_SUITE_END();
