#include "text/spelling.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "text/utf8.hpp"

namespace gaitkeeper::text {
namespace {

constexpr std::size_t shortest = 4;  // shorter words are too near to too many others
constexpr std::size_t long_word = 8; // from here on two slips
constexpr std::size_t longest = 24;  // longer is no word of a lexicon

std::u32string letters_of(std::string_view word) {
    std::u32string letters;
    for (std::size_t at = 0; at < word.size();) {
        letters += static_cast<char32_t>(next_code_point(word, at));
    }
    return letters;
}

std::uint32_t signature_of(std::u32string_view letters) noexcept {
    std::uint32_t bits = 0;
    for (const auto c : letters)
        bits |= std::uint32_t{1} << (c % 32U);
    return bits;
}

bool begins_alike(std::u32string_view a, std::u32string_view b) noexcept {
    return a[0] == b[0] || (a[0] == b[1] && a[1] == b[0]);
}

bool has_digit(std::string_view word) noexcept {
    return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::size_t edit_distance(std::u32string_view a, std::u32string_view b, std::size_t limit) {
    if (a.size() > longest || b.size() > longest) return limit + 1;
    std::array<std::array<std::size_t, longest + 1>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min(
                {above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
            }
            least = std::min(least, row[j]);
        }
        if (least > limit) return limit + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

spelling::spelling(std::span<const std::string> wanted, std::span<const std::string> known,
                   std::span<const std::pair<std::string, std::string>> respell) {
    for (const auto& word : known)
        known_.emplace(word, true);
    for (const auto& [from, to] : respell)
        respell_.emplace(from, to);
    for (const auto& word : wanted) {
        known_.emplace(word, true);
        auto letters = letters_of(word);
        if (letters.size() < shortest || letters.size() > longest || has_digit(word)) continue;
        const auto bits = signature_of(letters);
        wanted_.push_back({std::move(letters), bits, word});
    }
    std::ranges::stable_sort(wanted_, {}, [](const candidate& c) { return c.letters.size(); });
    by_length_.assign(longest + 4, wanted_.size());
    for (std::size_t i = wanted_.size(); i-- > 0;) {
        for (std::size_t n = 0; n <= wanted_[i].letters.size(); ++n)
            by_length_[n] = i;
    }
}

std::string_view spelling::respelt(std::string_view word) const {
    const auto at = respell_.find(word);
    return at == respell_.end() ? std::string_view{} : std::string_view(at->second);
}

std::string_view spelling::nearest(std::string_view word) const {
    if (word.size() < shortest || word.size() > 4 * longest || has_digit(word)) return {};
    if (known_.contains(word)) return {};
    const auto letters = letters_of(word);
    if (letters.size() < shortest || letters.size() > longest) return {};
    const std::size_t slips = letters.size() < long_word ? 1 : 2;
    const auto bits = signature_of(letters);
    std::size_t best = slips + 1;
    const candidate* chosen = nullptr;
    bool tied = false;
    for (auto i = by_length_[letters.size() - slips];
         i < wanted_.size() && wanted_[i].letters.size() <= letters.size() + slips; ++i) {
        const auto& c = wanted_[i];
        if (!begins_alike(letters, c.letters)) continue;
        // Each slip changes the set of letters by two at most.
        if (static_cast<std::size_t>(std::popcount(c.signature ^ bits)) > 2 * slips) continue;
        const auto distance = edit_distance(letters, c.letters, std::min(best, slips));
        if (distance < best) {
            best = distance;
            chosen = &c;
            tied = false;
        } else if (distance == best && distance <= slips) {
            tied = true;
        }
    }
    return chosen == nullptr || tied ? std::string_view{} : std::string_view(chosen->spelt);
}

} // namespace gaitkeeper::text
