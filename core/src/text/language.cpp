#include "text/language.hpp"

namespace gaitkeeper::text {
namespace {

std::string folded(std::string_view word) { return fold(normalize(word).text); }

std::vector<std::string> all_folded(std::span<const std::string> words) {
    std::vector<std::string> out;
    out.reserve(words.size());
    for (const auto& w : words) out.push_back(folded(w));
    return out;
}

} // namespace

language::language(const language_source& from, std::vector<phrases::fault>& faults)
    : stems_(from.stemmer), roles_(from.roles), concepts_(from.concepts) {
    patterns_ = std::make_unique<const phrases>(from.labels, splitter_, stems_, faults);
    auto known = all_folded(from.keep);
    known.insert(known.end(), from.familiar.begin(), from.familiar.end());
    std::vector<std::pair<std::string, std::string>> respell;
    for (const auto& [written, meant] : from.respell) {
        respell.emplace_back(folded(written), normalize(meant).text);
    }
    speller_ = std::make_unique<const spelling>(patterns_->words(), known, respell);
    for (const auto& word : from.joiners) joiners_.emplace(folded(word), true);
}

} // namespace gaitkeeper::text
