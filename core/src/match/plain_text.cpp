#include "match/plain_text.hpp"

#include <cstdint>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "text/utf8.hpp"

namespace gaitkeeper::match {
namespace {

constexpr char lower_or_nul(char c) noexcept {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c + ('a' - 'A'));
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '\0';
}

constexpr bool is_apostrophe(UChar32 c) noexcept {
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc || c == 0xff07;
}

bool is_word_part(UChar32 c) noexcept {
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

icu::UnicodeString folded(std::string_view text) {
    auto decoded = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    UErrorCode status = U_ZERO_ERROR;
    const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) return decoded;
    auto result = fold->normalize(decoded, status);
    return U_FAILURE(status) ? decoded : result;
}

} // namespace

sample_text plain_text::read(std::string_view text) {
    text = text.substr(0, max_text_bytes);
    letters_.clear();
    word_end_.clear();
    words_.clear();
    unsegmented_ = false;
    if (text::is_ascii(text))
        read_ascii(text);
    else
        read_unicode(text);
    std::size_t begin = 0;
    for (const auto end : word_end_) {
        words_.push_back(std::string_view(letters_).substr(begin, end - begin));
        begin = end;
    }
    return {.words = words_, .unsegmented = unsegmented_, .concepts = {}};
}

void plain_text::read_ascii(std::string_view text) {
    std::size_t begin = 0;
    const auto close = [&] {
        if (letters_.size() > begin) word_end_.push_back(letters_.size());
        begin = letters_.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (const auto c = lower_or_nul(text[i])) {
            letters_ += c;
            continue;
        }
        const auto joins = text[i] == '\'' && letters_.size() > begin && i + 1 < text.size() &&
                           lower_or_nul(text[i + 1]) != '\0';
        if (!joins) close();
    }
    close();
}

void plain_text::read_unicode(std::string_view text) {
    const auto units = folded(text);
    std::size_t begin = 0, wide = 0, all = 0;
    const auto close = [&] {
        if (letters_.size() > begin) word_end_.push_back(letters_.size());
        begin = letters_.size();
    };
    for (std::int32_t i = 0; i < units.length(); i = units.moveIndex32(i, 1)) {
        const auto c = units.char32At(i);
        if (is_word_part(c)) {
            ++all;
            if (c > 0x2e7f) ++wide;
            icu::StringByteSink<std::string> sink(&letters_);
            icu::UnicodeString(c).toUTF8(sink);
            continue;
        }
        const auto joins =
            is_apostrophe(c) && letters_.size() > begin && is_word_part(units.char32At(i + 1));
        if (!joins) close();
    }
    close();
    unsegmented_ = wide * 2 > all;
}

} // namespace gaitkeeper::match
