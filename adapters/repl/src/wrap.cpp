#include "gaitkeeper/repl/wrap.hpp"

#include <algorithm>
#include <memory>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>

namespace gaitkeeper::repl {
namespace {

std::size_t columns(const icu::UnicodeString& s, std::int32_t from, std::int32_t to) {
    std::size_t count = 0;
    for (auto i = from; i < to; i = s.moveIndex32(i, 1)) {
        const auto c = s.char32At(i);
        const auto kind = u_charType(c);
        if (kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK || kind == U_FORMAT_CHAR)
            continue;
        const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
        count += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2U : 1U;
    }
    return count;
}

void append(std::string& to, const icu::UnicodeString& s, std::int32_t from, std::int32_t end) {
    while (end > from && u_isUWhiteSpace(s.char32At(end - 1)) != 0)
        --end;
    s.tempSubStringBetween(from, end).toUTF8String(to);
}

} // namespace

std::string wrap(std::string_view text, std::size_t width, std::string_view indent) {
    const auto all = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    const auto room = std::max<std::size_t>(width, indent.size() + 10) - indent.size();
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> breaks(
        icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
    breaks->setText(all);
    std::string out;
    std::int32_t line = breaks->first();
    auto last = line;
    const auto flush = [&](std::int32_t end) {
        out += indent;
        append(out, all, line, end);
        out += '\n';
        line = end;
    };
    for (auto at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
        auto visible = at;
        while (visible > line && u_isUWhiteSpace(all.char32At(visible - 1)) != 0)
            --visible;
        if (last > line && columns(all, line, visible) > room) flush(last);
        if (breaks->getRuleStatus() >= UBRK_LINE_HARD) flush(at);
        last = at;
    }
    if (line < all.length()) flush(all.length());
    if (!out.empty()) out.pop_back();
    return out;
}

} // namespace gaitkeeper::repl
