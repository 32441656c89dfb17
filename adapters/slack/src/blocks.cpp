#include "gaitkeeper/slack/blocks.hpp"

#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gaitkeeper/slack/mrkdwn.hpp"
#include "gaitkeeper/teamchat/letters.hpp"

namespace gaitkeeper::slack {
namespace {

namespace json = boost::json;
using limits = block_limits;
using teamchat::graphemes_of, teamchat::units_of;

constexpr std::string_view ellipsis = "…";

/// Pieces that are shown whole or not at all, and what each takes.
struct piece {
    std::string markup;
    std::size_t units;
};
using pieces = std::vector<piece>;

void add(pieces& to, std::string markup) {
    const auto units = units_of(markup);
    to.push_back({std::move(markup), units});
}

void add_text(pieces& to, std::string_view text) {
    for (const auto letter : graphemes_of(text))
        add(to, escape(letter));
}

// A telephone number, to be tapped. It is ours, but may hold blanks and dashes.
std::string call(std::string_view number) {
    std::string dialled;
    std::ranges::copy_if(number, std::back_inserter(dialled),
                         [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
    return "<tel:" + dialled + '|' + escape(number) + '>';
}

pieces pieces_of(std::string_view text, const std::vector<std::string>& numbers) {
    pieces made;
    for (const auto& number : numbers) {
        const auto at = number.empty() ? text.npos : text.find(number);
        if (at == text.npos) continue;
        add_text(made, text.substr(0, at));
        add(made, call(number));
        text.remove_prefix(at + number.size());
    }
    add_text(made, text);
    return made;
}

// As many of the pieces as fit into `most`, from `from` on, which moves. Prefers to end after a
// line or a word.
std::string take(const pieces& all, std::size_t& from, std::size_t most) {
    std::size_t end = from, units = 0;
    while (end < all.size() && units + all[end].units <= most)
        units += all[end++].units;
    if (end < all.size()) {
        const auto ends_word = [&](std::size_t i) {
            return all[i].markup == " " || all[i].markup == "\n";
        };
        for (auto at = end; at > from + (end - from) / 2; --at) {
            if (!ends_word(at - 1)) continue;
            end = at;
            break;
        }
    }
    std::string made;
    for (; from < end; ++from)
        made += all[from].markup;
    return made;
}

// All from `from` on, or the beginning of it and "…".
std::string cut(const pieces& all, std::size_t from, std::size_t most) {
    std::size_t units = 0;
    for (auto at = from; at < all.size(); ++at)
        units += all[at].units;
    if (units <= most) return take(all, from, most);
    return most == 0 ? std::string{} : take(all, from, most - 1) + std::string(ellipsis);
}

json::object plain(std::string_view text, std::size_t most) {
    return {{"type", "plain_text"}, {"text", teamchat::cut(text, most)}, {"emoji", false}};
}

json::object mrkdwn(std::string text) {
    return {{"type", "mrkdwn"}, {"text", std::move(text)}, {"verbatim", true}};
}

/// The blocks so far, and what may still be written.
class page {
public:
    explicit page(const block_words& words) : words_(words) {}

    void write(const block& one) {
        if (one.kind == block_kind::emergency && !is_full())
            blocks_.push_back(
                {{"type", "header"}, {"text", plain(words_.emergency, limits::header)}});
        auto text = pieces_of(shown(one.text), one.numbers);
        if (one.kind == block_kind::caution && !words_.caution.empty())
            text.insert(text.begin(),
                        {'*' + escape(words_.caution) + "*\n", units_of(words_.caution) + 3});
        if (one.kind == block_kind::note)
            write_note(text);
        else
            write_sections(text);
    }

    void write_buttons(const std::vector<suggestion>& all) {
        json::array buttons;
        for (const auto& one : all) {
            const bool is_usable = !one.label.empty() && !one.text.empty() &&
                                   units_of(one.text) <= limits::value &&
                                   buttons.size() < limits::buttons;
            if (!is_usable) continue;
            buttons.push_back(
                {{"type", "button"},
                 {"action_id", std::string(suggestion_action) + std::to_string(buttons.size())},
                 {"text", plain(shown(one.label), limits::button)},
                 {"value", one.text}});
        }
        if (!buttons.empty() && blocks_.size() < limits::blocks)
            blocks_.push_back({{"type", "actions"}, {"elements", std::move(buttons)}});
    }

    [[nodiscard]] std::string text() const { return json::serialize(blocks_); }

    [[nodiscard]] std::string shown(std::string_view text) const {
        return words_.is_right_to_left ? isolate_left_to_right(text) : std::string(text);
    }

private:
    // The last place is for the buttons.
    [[nodiscard]] bool is_full() const {
        return blocks_.size() + 2 >= limits::blocks || left_ == 0;
    }

    void spend(std::string_view text) { left_ -= std::min(left_, units_of(text)); }

    void write_sections(const pieces& text) {
        for (std::size_t from = 0; from < text.size() && !is_full();) {
            const bool is_last = left_ <= limits::section;
            auto part = is_last ? cut(text, from, left_) : take(text, from, limits::section);
            if (is_last) from = text.size();
            if (part.empty()) return;
            spend(part);
            if (part.ends_with(ellipsis)) left_ = 0;
            blocks_.push_back({{"type", "section"}, {"text", mrkdwn(std::move(part))}});
        }
    }

    void write_note(const pieces& text) {
        auto part = cut(text, 0, std::min(limits::context, left_));
        if (is_full() || part.empty()) return;
        spend(part);
        blocks_.push_back(
            {{"type", "context"}, {"elements", json::array{mrkdwn(std::move(part))}}});
    }

    const block_words& words_;
    json::array blocks_;
    std::size_t left_ = limits::all_blocks;
};

std::string as_text(std::string_view text) {
    pieces all;
    add_text(all, text);
    return cut(all, 0, limits::text);
}

} // namespace

content render(const reply& given, const block_words& words) {
    page made(words);
    auto blocks = given.blocks;
    std::stable_partition(blocks.begin(), blocks.end(),
                          [](const block& one) { return one.kind == block_kind::emergency; });
    for (const auto& one : blocks)
        made.write(one);
    made.write_buttons(given.suggestions);
    return {as_text(made.shown(given.text)), made.text()};
}

content render(std::string_view text) {
    return {as_text(text), {}};
}

} // namespace gaitkeeper::slack
