#include "gaitkeeper/slack/mrkdwn.hpp"

#include <array>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace gaitkeeper::slack {
namespace {

using entity = std::pair<std::string_view, char>;
constexpr std::array<entity, 3> entities{entity{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};

void undo_entities(std::string_view text, std::string& to) {
    while (!text.empty()) {
        std::size_t size = 1;
        char plain = text.front();
        for (const auto& [written, meant] : entities) {
            if (!text.starts_with(written)) continue;
            size = written.size();
            plain = meant;
        }
        to += plain;
        text.remove_prefix(size);
    }
}

// What to read of the inside of <…>: a link's or a date's label, of a mention nothing.
std::string_view label_of(std::string_view inside) {
    const auto bar = inside.find('|');
    const auto label = bar == inside.npos ? std::string_view{} : inside.substr(bar + 1);
    if (inside.starts_with("!date^")) return label;
    if (inside.empty() || inside.front() == '@' || inside.front() == '#' || inside.front() == '!')
        return {};
    return bar == inside.npos ? inside : label;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// What a code point does to the direction: its own, none, or a new start at the end of a line.
enum class pull : std::uint8_t { left_to_right, right_to_left, digit, none, line };

pull pull_of(UChar32 c) {
    switch (u_charDirection(c)) {
    case U_LEFT_TO_RIGHT:
        return pull::left_to_right;
    case U_RIGHT_TO_LEFT:
    case U_RIGHT_TO_LEFT_ARABIC:
    case U_ARABIC_NUMBER:
        return pull::right_to_left;
    case U_EUROPEAN_NUMBER:
        return pull::digit;
    case U_BLOCK_SEPARATOR:
        return pull::line;
    default:
        return pull::none;
    }
}

} // namespace

std::string read_mrkdwn(std::string_view written) {
    std::string made;
    made.reserve(written.size());
    while (!written.empty()) {
        const auto open = written.find('<');
        undo_entities(written.substr(0, open), made);
        if (open == written.npos) break;
        const auto close = written.find('>', open);
        if (close == written.npos) { // no markup of Slack's
            undo_entities(written.substr(open), made);
            break;
        }
        const auto label = label_of(written.substr(open + 1, close - open - 1));
        if (label.empty())
            made += ' ';
        else
            undo_entities(label, made);
        written.remove_prefix(close + 1);
    }
    return std::string(trimmed(made));
}

std::string escape(std::string_view text) {
    std::string made;
    made.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        if (c == '&')
            made += "&amp;";
        else if (c == '<')
            made += "&lt;";
        else if (c == '>')
            made += "&gt;";
        else
            made += c;
    }
    return made;
}

std::string isolate_left_to_right(std::string_view text) {
    constexpr std::string_view first_strong_isolate = "\u2068", pop_isolate = "\u2069";
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()); // as ICU wants it
    const auto size = static_cast<std::int32_t>(text.size());
    std::string made;
    std::size_t written = 0; // bytes of `text` that are in `made`
    std::int32_t from = -1;  // where the run began that we are in
    std::int32_t end = 0;    // where its last letter or digit ends
    bool is_name = false;    // whether it has a letter
    const auto close = [&] {
        if (from >= 0 && is_name) {
            made += text.substr(written, static_cast<std::size_t>(from) - written);
            made += first_strong_isolate;
            made +=
                text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(end - from));
            made += pop_isolate;
            written = static_cast<std::size_t>(end);
        }
        from = -1;
        is_name = false;
    };
    for (std::int32_t at = 0; at < size;) {
        const auto begin = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, size, c);
        const auto to = c < 0 ? pull::none : pull_of(c);
        if (to == pull::left_to_right || to == pull::digit) {
            if (from < 0) from = begin;
            end = at;
            is_name |= to == pull::left_to_right;
        } else if (to != pull::none) {
            close();
        }
    }
    close();
    return made += text.substr(written);
}

} // namespace gaitkeeper::slack
