#include "text/tokenize.hpp"

#include <charconv>
#include <cstdlib>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "text/utf8.hpp"

namespace gaitkeeper::text {
namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
}

UChar32 first_code_point(std::string_view piece) noexcept {
    std::size_t at = 0;
    return next_code_point(piece, at);
}

bool ends_clause(UChar32 c) noexcept {
    if (u_hasBinaryProperty(c, UCHAR_TERMINAL_PUNCTUATION) != 0) return true;
    const auto kind = u_charType(c);
    return kind == U_START_PUNCTUATION || kind == U_END_PUNCTUATION || c == 0x2013 || c == 0x2014;
}

// Reads "38.5", "38,5" and digits of any script; "1,5,9" and "10.30.20" are not numbers.
bool read_number(std::string_view key, double& value) {
    if (key.front() >= 'a' && key.front() <= 'z') return false;
    std::string digits;
    bool point = false;
    for (std::size_t at = 0; at < key.size();) {
        const auto c = next_code_point(key, at);
        if (const auto digit = u_charDigitValue(c); digit >= 0) {
            digits += static_cast<char>('0' + digit);
        } else if ((c == '.' || c == ',' || c == 0x066B) && !point && !digits.empty()) {
            digits += '.';
            point = true;
        } else {
            return false;
        }
    }
    if (digits.empty() || digits.size() > 18) return false;
    return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{};
}

// Gathers tokens and the boundaries between them.
class collector {
public:
    collector(const normalized& from, const letters& same) : from_(from), same_(same) {
        out_.tokens.reserve(from.text.size() / 5 + 4);
    }

    void word(std::size_t begin, std::size_t end, bool unsegmented) {
        auto key = fold(std::string_view(from_.text).substr(begin, end - begin));
        same_.apply(key);
        if (key.empty()) return;
        if (break_sentence_) close_sentence();
        if (break_clause_) {
            if (!out_.tokens.empty() && out_.tokens.back().clause == clause_) ++clause_;
            break_clause_ = false;
        }
        auto& made = out_.tokens.emplace_back();
        made.key = std::move(key);
        made.begin = static_cast<std::uint32_t>(from_.source_of(begin));
        made.end = static_cast<std::uint32_t>(from_.source_of(end));
        made.sentence = sentence_;
        made.clause = clause_;
        made.unsegmented = unsegmented;
        made.apart = unsegmented && space_;
        space_ = false;
        made.is_number = read_number(made.key, made.number);
        unsegmented_ += unsegmented ? 1 : 0;
    }

    void punctuation(UChar32 c) {
        space_ = space_ || u_isUWhiteSpace(c) != 0;
        if (c == '?' || c == 0x061F || c == 0xFF1F || c == 0x037E) question_ = true;
        if (c == '\n' || c == 0x2028 || c == 0x2029 || u_hasBinaryProperty(c, UCHAR_S_TERM) != 0) {
            break_sentence_ = true;
        } else if (ends_clause(c)) {
            break_clause_ = true;
        }
    }

    utterance finish() && {
        if (!out_.tokens.empty()) {
            close_sentence();
            out_.sentences = sentence_;
            out_.clauses = clause_;
        }
        out_.unsegmented = unsegmented_ * 2 > out_.tokens.size();
        return std::move(out_);
    }

private:
    void close_sentence() {
        if (!out_.tokens.empty() && out_.tokens.back().sentence == sentence_) {
            out_.questions.push_back(question_);
            ++sentence_;
            ++clause_;
        }
        question_ = break_sentence_ = break_clause_ = false;
    }

    const normalized& from_;
    const letters& same_;
    utterance out_;
    std::uint32_t sentence_ = 0, clause_ = 0;
    std::size_t unsegmented_ = 0;
    bool break_sentence_ = false, break_clause_ = false, question_ = false, space_ = false;
};

// UAX #29's word rules as far as they concern ASCII: a run of letters, digits and _, joined by
// one of '. between letters and one of '.,; between digits.
std::size_t ascii_word_end(std::string_view text, std::size_t at) noexcept {
    while (++at < text.size()) {
        const char c = text[at];
        if (is_word(c)) continue;
        const bool between_words = at + 1 < text.size() && is_word(text[at + 1]) &&
                                   text[at + 1] != '_' && text[at - 1] != '_';
        if (!between_words) break;
        const bool digits = is_digit(text[at - 1]) && is_digit(text[at + 1]);
        const bool letters = !is_digit(text[at - 1]) && !is_digit(text[at + 1]);
        if (letters && (c == '\'' || c == '.')) continue;
        if (digits && (c == '\'' || c == '.' || c == ',' || c == ';')) continue;
        break;
    }
    return at;
}

utterance split_ascii(const normalized& text, const letters& same) {
    collector out(text, same);
    const std::string_view all = text.text;
    for (std::size_t at = 0; at < all.size();) {
        if (is_word(all[at])) {
            const auto end = ascii_word_end(all, at);
            out.word(at, end, false);
            at = end;
        } else {
            if (all[at] > ' ' || all[at] == '\n') out.punctuation(all[at]);
            ++at;
        }
    }
    return std::move(out).finish();
}

// Han, kana and the scripts of South-East Asia, which ICU segments by dictionary. Hangul has
// spaces and stays whole.
bool is_unsegmented(UChar32 c) noexcept {
    return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) != 0 || (c >= 0x3040 && c <= 0x30FF) ||
           u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

void characters(collector& out, std::string_view text, std::size_t begin, std::size_t end) {
    for (auto at = begin; at < end;) {
        auto next = at;
        do {
            ++next; // a letter and the marks that belong to it
            while (next < end && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U)
                ++next;
        } while (next < end && u_getCombiningClass(first_code_point(text.substr(next))) != 0);
        out.word(at, next, true);
        at = next;
    }
}

} // namespace

struct tokenizer::state {
    letters same;
    std::unique_ptr<icu::BreakIterator> words;
};

tokenizer::tokenizer(letters same) : state_(std::make_unique<state>()) {
    state_->same = std::move(same);
    UErrorCode status = U_ZERO_ERROR;
    state_->words.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
}

tokenizer::~tokenizer() = default;

utterance tokenizer::split(const normalized& text) const {
    if (is_ascii(text.text)) return split_ascii(text, state_->same);
    collector out(text, state_->same);
    UErrorCode status = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, text.text.data(), static_cast<std::int64_t>(text.text.size()), &status);
    const std::unique_ptr<icu::BreakIterator> words(state_->words->clone());
    words->setText(&view, status);
    std::int32_t from = words->first();
    for (auto to = words->next(); to != icu::BreakIterator::DONE; from = to, to = words->next()) {
        const auto begin = static_cast<std::size_t>(from);
        const auto end = static_cast<std::size_t>(to);
        const auto first = first_code_point(std::string_view(text.text).substr(begin, end - begin));
        if (is_unsegmented(first)) {
            characters(out, text.text, begin, end);
        } else if (words->getRuleStatus() >= UBRK_WORD_NONE_LIMIT) {
            out.word(begin, end, false);
        } else {
            out.punctuation(first);
        }
    }
    utext_close(&view);
    return std::move(out).finish();
}

} // namespace gaitkeeper::text
