#include "text/letters.hpp"

#include <algorithm>
#include <memory>

#include <unicode/translit.h>
#include <unicode/uniset.h>
#include <unicode/usetiter.h>

#include "text/utf8.hpp"

namespace gaitkeeper::text {
namespace {

std::unique_ptr<icu::Transliterator> compile(const std::string& rules, UErrorCode& status) {
    UParseError where;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createFromRules(
        "letters", icu::UnicodeString::fromUTF8(rules), UTRANS_FORWARD, where, status));
}

} // namespace

letters::letters(const std::string& rules) {
    if (rules.empty()) return;
    UErrorCode status = U_ZERO_ERROR;
    const auto changes = compile(rules, status);
    if (U_FAILURE(status)) return;
    icu::UnicodeSet sources; // of the whole, ICU names those of one part alone
    // One part alone counts as none, and is its own first element.
    for (std::int32_t i = 0; i < std::max(1, changes->countElements()); ++i) {
        icu::UnicodeSet part;
        sources.addAll(changes->getElement(i, status).getSourceSet(part));
    }
    for (icu::UnicodeSetIterator at(sources); at.next();) {
        if (at.isString()) continue;
        icu::UnicodeString letter(at.getCodepoint());
        const icu::UnicodeString before(letter);
        changes->transliterate(letter);
        if (letter != before) letter.toUTF8String(table_[static_cast<char32_t>(at.getCodepoint())]);
    }
}

std::string letters::complaint_about(const std::string& rules) {
    UErrorCode status = U_ZERO_ERROR;
    if (rules.empty()) return {};
    static_cast<void>(compile(rules, status));
    return U_FAILURE(status) ? u_errorName(status) : std::string{};
}

void letters::apply(std::string& word) const {
    if (table_.empty()) return;
    std::string changed;
    changed.reserve(word.size());
    for (std::size_t at = 0; at < word.size();) {
        const auto c = next_code_point(word, at);
        if (const auto known = table_.find(static_cast<char32_t>(c)); known != table_.end()) {
            changed += known->second;
        } else {
            append_code_point(changed, c);
        }
    }
    word = std::move(changed);
}

} // namespace gaitkeeper::text
