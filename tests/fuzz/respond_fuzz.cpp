#include "fuzz.hpp"
#include "shipped.hpp"

using namespace gaitkeeper;

// The first byte says where the person is and what they speak; each line is a turn.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const char* const regions[] = {"", "GB", "ES", "??"};
    static const auto locales = test::shipped::get().answers().locales();
    auto input = fuzz::bytes_of(data, size);
    const auto where = fuzz::take_byte(input);
    const auto& locale = locales[where / 4 % locales.size()];
    conversation talk;
    for (const auto line : fuzz::lines_of(input)) {
        const message said{line, locale, regions[where % 4]};
        auto same = talk;
        const auto r = test::shipped::get().answers().respond(talk, said);
        fuzz::require(test::shipped::get().unvetted(r).empty(), test::shipped::get().unvetted(r));
        fuzz::require(r == test::shipped::get().answers().respond(same, said) && same == talk,
                      "the same reply again");
    }
    return 0;
}
