#include "match/sample.hpp"

#include <algorithm>

namespace gaitkeeper::match {
namespace {

char sign_of(text::stance s) noexcept {
    switch (s) {
    case text::stance::asserted:
    case text::stance::another: return '+';
    case text::stance::denied: return '-';
    case text::stance::general: return '?';
    case text::stance::past: return '~';
    case text::stance::unreal: break;
    }
    return '!';
}

} // namespace

utterance_sample::utterance_sample(const text::utterance& said,
                                   std::span<const text::concept_traits> concepts,
                                   std::uint32_t begin, std::uint32_t end)
    : unsegmented_(said.unsegmented) {
    words_.reserve(end - begin);
    for (auto i = begin; i < end; ++i) words_.push_back(said.tokens[i].key);
    std::string before;
    bool subject = false;
    for (const auto& m : said.mentions) {
        if (m.begin < begin || m.end > end) continue;
        const auto& meant = concepts[static_cast<std::size_t>(m.concept_id)];
        subject = subject || meant.subject;
        auto name = meant.id + sign_of(m.stance);
        // Neighbours in order: "knee then hip" is not "hip then knee".
        if (!before.empty()) names_.emplace_back(before).append(1, '>').append(name);
        names_.push_back(name);
        before = std::move(name);
    }
    // What a message lacks says as much: most that is not ours names no part of the body.
    if (before.empty()) names_.emplace_back("no mention");
    else if (!subject) names_.emplace_back("no subject");
    std::ranges::sort(names_);
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    symbols_.assign(names_.begin(), names_.end());
}

training_row utterance_sample::row() const {
    training_row made;
    made.words.assign(words_.begin(), words_.end());
    made.concepts = names_;
    made.unsegmented = unsegmented_;
    return made;
}

} // namespace gaitkeeper::match
