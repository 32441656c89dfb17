#include "match/sample.hpp"

#include <algorithm>

namespace gaitkeeper::match {
namespace {

std::string_view sign_of(text::stance s) noexcept {
    switch (s) {
    case text::stance::asserted:
    case text::stance::another:
        return "+";
    case text::stance::denied:
        return "-";
    case text::stance::general:
        return "?";
    case text::stance::past:
        return "~";
    case text::stance::unreal:
        break;
    }
    return "!";
}

// Each mention's name, and once more with the name before it: no view into the names may move.
std::size_t room_for_names(const text::utterance& said,
                           std::span<const text::concept_traits> concepts) {
    std::size_t room = 0;
    for (const auto& m : said.mentions)
        room += 3 * (concepts[static_cast<std::size_t>(m.concept_id)].id.size() + 2);
    return room;
}

} // namespace

utterance_sample::utterance_sample(const text::utterance& said,
                                   std::span<const text::concept_traits> concepts,
                                   std::uint32_t begin, std::uint32_t end)
    : unsegmented_(said.unsegmented) {
    words_.reserve(end - begin);
    for (auto i = begin; i < end; ++i)
        words_.push_back(said.tokens[i].key);
    names_.reserve(room_for_names(said, concepts));
    symbols_.reserve(2 * said.mentions.size() + 1);
    const auto name = [&](std::initializer_list<std::string_view> parts) {
        const auto at = names_.size();
        for (const auto part : parts)
            names_ += part;
        return symbols_.emplace_back(std::string_view(names_).substr(at));
    };
    std::string_view before;
    bool subject = false;
    for (const auto& m : said.mentions) {
        if (m.begin < begin || m.end > end) continue;
        const auto& meant = concepts[static_cast<std::size_t>(m.concept_id)];
        subject = subject || meant.subject;
        const auto this_one = name({meant.id, sign_of(m.stance)});
        // Neighbours in order: "knee then hip" is not "hip then knee".
        if (!before.empty()) name({before, ">", this_one});
        before = this_one;
    }
    // What a message lacks says as much: most that is not ours names no part of the body.
    if (before.empty())
        symbols_.emplace_back("no mention");
    else if (!subject)
        symbols_.emplace_back("no subject");
    std::ranges::sort(symbols_);
    symbols_.erase(std::unique(symbols_.begin(), symbols_.end()), symbols_.end());
}

training_row utterance_sample::row() const {
    training_row made;
    made.words.assign(words_.begin(), words_.end());
    made.concepts.assign(symbols_.begin(), symbols_.end());
    made.unsegmented = unsegmented_;
    return made;
}

} // namespace gaitkeeper::match
