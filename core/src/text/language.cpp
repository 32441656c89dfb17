#include "text/language.hpp"

namespace gaitkeeper::text {
namespace {

std::string folded(std::string_view word, const letters& same) {
    auto key = fold(normalize(word).text);
    same.apply(key);
    return key;
}

// The cues that are one plain word and stand before what they deny.
string_map<bool> denials_of(const language_source& from, const letters& same) {
    string_map<bool> words;
    for (std::size_t i = 0; i < from.labels.size(); ++i) {
        const auto& role = from.roles[i];
        if (role.kind != label_kind::cue || role.meaning != stance::denied ||
            role.side != cue_side::before)
            continue;
        for (const auto& pattern : from.labels[i].patterns) {
            if (pattern.find_first_of(" ~#<>$*=?()|") == std::string::npos)
                words.emplace(folded(pattern, same), true);
        }
    }
    return words;
}

} // namespace

language::language(const language_source& from, std::vector<phrases::fault>& faults)
    : splitter_(letters(from.letters)), roles_(from.roles), concepts_(from.concepts) {
    patterns_ = std::make_unique<phrases>(from.labels, splitter_, stemmer(from.stemmer), faults);
    for (const auto& word : from.familiar)
        patterns_->expect(word);
    const letters same(from.letters);
    denials_ = denials_of(from, same);
    std::vector<std::string> known;
    for (const auto& word : from.keep)
        kept_.emplace(known.emplace_back(folded(word, same)), true);
    known.insert(known.end(), from.familiar.begin(), from.familiar.end());
    std::vector<std::pair<std::string, std::string>> respell;
    for (const auto& [written, meant] : from.respell) {
        respell.emplace_back(folded(written, same), normalize(meant).text);
    }
    speller_ = std::make_unique<const spelling>(patterns_->words(), known, respell);
    // Nothing taken off stands first: of two words equally long, the one with fewer changes.
    attached_.before.emplace_back();
    attached_.after.emplace_back();
    for (const auto& particle : from.attached.before)
        attached_.before.push_back(folded(particle, same));
    for (const auto& [ending, instead] : from.attached.after) {
        attached_.after.emplace_back(folded(ending, same), folded(instead, same));
    }
    for (const auto& [particle, ending] : from.attached.apart) {
        attached_.apart.emplace_back(folded(particle, same), folded(ending, same));
    }
}

bool language::knows(std::string_view key) const {
    token trial;
    trial.key = key;
    patterns_->identify(trial);
    return trial.key_id != 0 || trial.stem_id != 0;
}

language::word_pair language::parted(std::string_view key) const {
    constexpr std::size_t shortest = 4; // bytes, as below
    if (attached_.apart.empty() || kept_.contains(key) || knows(key) || !bare(key).empty())
        return {};
    for (const auto& [particle, ending] : attached_.apart) {
        if (!key.starts_with(particle)) continue;
        const auto rest = key.substr(particle.size());
        if (!rest.ends_with(ending) || rest.size() - ending.size() < shortest) continue;
        const auto word = rest.substr(0, rest.size() - ending.size());
        if (knows(word) || !bare(word).empty() || !parted(word).second.empty())
            return {particle, std::string(word)};
    }
    return {};
}

std::string language::bare(std::string_view key) const {
    if (attached_.before.size() + attached_.after.size() == 2)
        return {}; // the two that take nothing off
    if (kept_.contains(key)) return {};
    constexpr std::size_t shortest = 4; // bytes; less is a particle itself
    std::string best;
    for (const auto& particle : attached_.before) {
        if (!key.starts_with(particle)) continue;
        const auto rest = key.substr(particle.size());
        for (const auto& [ending, instead] : attached_.after) {
            if (!rest.ends_with(ending) || rest.size() - ending.size() < shortest) continue;
            auto word = std::string(rest.substr(0, rest.size() - ending.size())) + instead;
            if (word.size() > best.size() && knows(word)) best = std::move(word);
        }
    }
    return best;
}

} // namespace gaitkeeper::text
