#include "text/normalize.hpp"

#include <algorithm>

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uscript.h>

#include "text/utf8.hpp"

namespace gaitkeeper::text {
namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// ICU's normaliser wants well-formed text.
normalized repair(std::string_view bytes) {
    normalized clean;
    clean.text.reserve(bytes.size());
    clean.source.reserve(bytes.size() + 1);
    for (std::size_t at = 0; at < bytes.size();) {
        const auto from = static_cast<std::uint32_t>(at);
        const auto c = next_code_point(bytes, at);
        append_code_point(clean.text, c == 0 ? 0xFFFD : c);
        clean.source.resize(clean.text.size(), from);
    }
    clean.source.push_back(static_cast<std::uint32_t>(bytes.size()));
    return clean;
}

bool drops_marks(UScriptCode script) noexcept {
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_ARABIC ||
           script == USCRIPT_HEBREW;
}

bool is_apostrophe(UChar32 c) noexcept {
    return c == '\'' || c == 0x2019 || c == 0x02BC || c == '`';
}

void fold_code_point(std::string& to, UChar32 c) {
    if (c < 0x80) return to.push_back(static_cast<char>(c));
    UErrorCode status = U_ZERO_ERROR;
    if (u_getCombiningClass(c) != 0) {
        const auto script = uscript_getScript(c, &status);
        // A mark of no script of its own (U+0301, say) follows an alphabetic base in practice;
        // kana and Indic marks are letters' parts and stay.
        if (script == USCRIPT_INHERITED || drops_marks(script)) return;
    }
    if (c < 0xC0) return append_code_point(to, c);
    static const auto* decomposer = icu::Normalizer2::getNFDInstance(status);
    icu::UnicodeString parts;
    if (drops_marks(uscript_getScript(c, &status)) && decomposer->getDecomposition(c, parts)) {
        return append_code_point(to, parts.char32At(0));
    }
    append_code_point(to, c);
}

} // namespace

normalized normalize(std::string_view bytes) {
    if (is_ascii(bytes) && bytes.find('\0') == std::string_view::npos) {
        normalized same;
        same.text.resize(bytes.size());
        std::ranges::transform(bytes, same.text.begin(), lower);
        return same;
    }
    const auto clean = repair(bytes);
    UErrorCode status = U_ZERO_ERROR;
    const auto* folder = icu::Normalizer2::getNFKCCasefoldInstance(status);
    normalized result;
    icu::Edits edits;
    icu::StringByteSink<std::string> sink(&result.text);
    folder->normalizeUTF8(
        0, icu::StringPiece(clean.text.data(), static_cast<std::int32_t>(clean.text.size())), sink,
        &edits, status);
    result.source.resize(result.text.size() + 1, static_cast<std::uint32_t>(bytes.size()));
    auto pieces = edits.getFineIterator();
    while (pieces.next(status)) {
        const auto from = static_cast<std::size_t>(pieces.sourceIndex());
        const auto to = static_cast<std::size_t>(pieces.destinationIndex());
        const auto count = static_cast<std::size_t>(pieces.newLength());
        for (std::size_t i = 0; i < count; ++i) {
            // Inside a changed piece every byte stands for the piece's beginning.
            result.source[to + i] = clean.source[pieces.hasChange() ? from : from + i];
        }
    }
    return result;
}

std::string fold(std::string_view word) {
    std::string folded;
    folded.reserve(word.size());
    for (std::size_t at = 0; at < word.size();) {
        const auto c = next_code_point(word, at);
        if (!is_apostrophe(c)) fold_code_point(folded, c);
    }
    return folded;
}

std::string_view clip(std::string_view bytes, std::size_t limit) noexcept {
    if (bytes.size() <= limit) return bytes;
    while (limit > 0 && (static_cast<unsigned char>(bytes[limit]) & 0xC0U) == 0x80U)
        --limit;
    return bytes.substr(0, limit);
}

} // namespace gaitkeeper::text
