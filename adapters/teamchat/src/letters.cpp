#include "gaitkeeper/teamchat/letters.hpp"

#include <memory>

#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace gaitkeeper::teamchat {

std::size_t units_of(std::string_view text) {
    std::size_t made = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        made += (byte & 0xc0U) != 0x80U ? 1 : 0; // a code point begins
        made += byte >= 0xf0U ? 1 : 0;           // and takes a surrogate pair
    }
    return made;
}

std::vector<std::string_view> graphemes_of(std::string_view text) {
    UErrorCode failed = U_ZERO_ERROR;
    thread_local const std::unique_ptr<icu::BreakIterator> breaks(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), failed));
    UText* const view =
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &failed);
    std::vector<std::string_view> made;
    if (U_SUCCESS(failed) && breaks) breaks->setText(view, failed);
    if (U_SUCCESS(failed) && breaks) {
        auto from = breaks->first();
        for (auto to = breaks->next(); to != icu::BreakIterator::DONE; to = breaks->next()) {
            made.push_back(
                text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
            from = to;
        }
    }
    utext_close(view);
    return made;
}

std::string cut(std::string_view text, std::size_t most) {
    if (units_of(text) <= most) return std::string(text);
    std::string made;
    std::size_t units = 1; // of the mark at the end
    for (const auto letter : graphemes_of(text)) {
        units += units_of(letter);
        if (units > most) break;
        made += letter;
    }
    return most == 0 ? std::string{} : made += "…";
}

} // namespace gaitkeeper::teamchat
