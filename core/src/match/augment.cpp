#include "match/augment.hpp"

#include <algorithm>
#include <string_view>

#include "match/random.hpp"

namespace gaitkeeper::match {
namespace {

// Cut between code points: a byte that continues one never begins a letter.
std::vector<std::string> letters_of(std::string_view word) {
    std::vector<std::string> letters;
    for (const auto c : word) {
        const auto continues = (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
        if (letters.empty() || !continues) letters.emplace_back();
        letters.back() += c;
    }
    return letters;
}

std::vector<std::string> alphabet_of(std::span<const training_row> rows) {
    constexpr std::size_t enough = 20'000;
    std::vector<std::string> letters;
    for (const auto& row : rows) {
        for (const auto& word : row.words) {
            for (auto& letter : letters_of(word))
                letters.push_back(std::move(letter));
        }
        if (letters.size() > enough) break;
    }
    return letters;
}

// A word by its share of the message's letters, so that each letter is as likely to be hit.
std::size_t pick_word(const std::vector<std::string>& words, random_source& random) {
    std::size_t bytes = 0;
    for (const auto& word : words)
        bytes += word.size();
    auto at = random.below(static_cast<std::uint32_t>(std::min<std::size_t>(bytes, 1U << 30U)));
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (at < words[i].size()) return i;
        at -= static_cast<std::uint32_t>(words[i].size());
    }
    return words.size() - 1;
}

std::string mistype(const std::string& word, const std::vector<std::string>& alphabet,
                    random_source& random) {
    auto letters = letters_of(word);
    const auto at = random.below(static_cast<std::uint32_t>(letters.size()));
    const auto& other = alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
    const auto here = letters.begin() + at;
    switch (random.below(4)) {
    case 0:
        letters.insert(here, other);
        break;
    case 1:
        letters.erase(here);
        break;
    case 2:
        *here = other;
        break;
    default:
        std::swap(*here, letters[at > 0 ? at - 1 : letters.size() > 1 ? 1 : 0]);
    }
    std::string typed;
    for (const auto& letter : letters)
        typed += letter;
    return typed;
}

} // namespace

std::vector<training_row> with_typing_errors(std::span<const training_row> rows,
                                             std::uint64_t seed) {
    const auto alphabet = alphabet_of(rows);
    std::vector<training_row> copies;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto has_letters =
            std::ranges::any_of(rows[i].words, [](const auto& w) { return !w.empty(); });
        if (!has_letters) continue;
        random_source random(mix(seed) ^ mix(i));
        auto copy = rows[i];
        auto& word = copy.words[pick_word(copy.words, random)];
        word = mistype(word, alphabet, random);
        std::erase(copy.words, std::string());
        copies.push_back(std::move(copy));
    }
    return copies;
}

} // namespace gaitkeeper::match
