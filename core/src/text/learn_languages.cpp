#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>

#include <boost/unordered/unordered_flat_map.hpp>

#include "text/identify.hpp"
#include "text/language_table.hpp"
#include "text/normalize.hpp"

namespace gaitkeeper::text {
namespace {

using namespace language_table;

// Fewer messages of a language say nothing of its strangest.
constexpr std::size_t enough_messages = 500;
// Of a language's own messages, when it had to do without half of what it has: what more of them
// cost a letter would be taken for others'.
constexpr double own_and_no_stranger = 0.995;

// One language's counts.
class counts {
public:
    void add(const language_sample& from) {
        for (const auto& m : from.messages)
            each_word(m, [&](std::string_view word) { add(word); });
        for (const auto& w : from.words)
            each_word(w, [&](std::string_view word) { add(word); });
        for (const auto& [word, n] : words_) {
            each_letter(word, [&](UChar32 a, UChar32 b, UChar32 c) {
                for (std::size_t order = 1; order <= 3; ++order)
                    ++letters_[letters_key(a, b, c, order)];
                ++letters_[letters_key(0, a, b, 4)]; // contexts
                ++letters_[letters_key(0, 0, b, 5)];
                ++all_letters_;
            });
        }
    }

    [[nodiscard]] const std::map<std::string, std::uint32_t, std::less<>>& words() const {
        return words_;
    }

    // The probability of letter `c` behind `a` and `b`, from orders 1 to `order`.
    [[nodiscard]] double letter(UChar32 a, UChar32 b, UChar32 c, std::size_t order) const {
        constexpr double weight = 4; // of what is known from the shorter context
        constexpr double alphabet = 2000;
        auto p = (count(letters_key(a, b, c, 1)) + 0.5) /
                 (static_cast<double>(all_letters_) + 0.5 * alphabet);
        if (order > 1) {
            p = (count(letters_key(a, b, c, 2)) + weight * p) /
                (count(letters_key(0, 0, b, 5)) + weight);
        }
        if (order > 2) {
            p = (count(letters_key(a, b, c, 3)) + weight * p) /
                (count(letters_key(0, a, b, 4)) + weight);
        }
        return p;
    }

    [[nodiscard]] double word(std::string_view word) const {
        constexpr double weight = 0.01; // of the letters, beside the word's own count
        double by_letters = 1;
        each_letter(word,
                    [&](UChar32 a, UChar32 b, UChar32 c) { by_letters *= letter(a, b, c, 3); });
        const auto known = words_.find(word);
        const auto n = known == words_.end() ? 0.0 : static_cast<double>(known->second);
        return n / static_cast<double>(all_words_) + weight * by_letters;
    }

private:
    // Accents are often left out.
    void add(std::string_view word) {
        ++words_[std::string(word)];
        ++all_words_;
        if (auto plain = fold(word); plain != word) {
            ++words_[std::move(plain)];
            ++all_words_;
        }
    }

    [[nodiscard]] double count(std::uint64_t key) const {
        const auto at = letters_.find(key);
        return at == letters_.end() ? 0.0 : static_cast<double>(at->second);
    }

    std::map<std::string, std::uint32_t, std::less<>> words_;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> letters_;
    std::uint64_t all_words_ = 1, all_letters_ = 0;
};

// The likeliest language's cost, then how much more each one's is: only differences tell languages
// apart.
std::string steps_of(std::vector<double> probabilities, double most) {
    const auto best = std::ranges::max(probabilities);
    constexpr double most_steps = 255;
    const auto least = -std::log(best) * static_cast<double>(steps_per_nat);
    std::string costs(1, static_cast<char>(std::lround(std::clamp(least, 0.0, most_steps))));
    for (const auto p : probabilities) {
        const auto nats = std::min(most, p > 0 ? std::log(best / p) : most);
        costs += static_cast<char>(std::lround(nats * static_cast<double>(steps_per_nat)));
    }
    return costs;
}

std::string table_of(std::span<const language_sample> languages, std::span<const float> marks) {
    std::vector<counts> known(languages.size());
    for (std::size_t i = 0; i < languages.size(); ++i)
        known[i].add(languages[i]);
    std::map<std::uint64_t, std::string> rows;
    const auto note = [&](std::uint64_t key, double most, auto probability) {
        if (rows.contains(key)) return;
        std::vector<double> each;
        for (const auto& language : known)
            each.push_back(probability(language));
        rows.emplace(key, steps_of(std::move(each), most));
    };
    for (const auto& language : known) {
        for (const auto& entry : language.words()) {
            const auto& word = entry.first; // Clang 14 captures no part of a pair
            note(word_key(word), most_by_word, [&](const counts& l) { return l.word(word); });
            each_letter(word, [&](UChar32 a, UChar32 b, UChar32 c) {
                for (std::size_t order = 1; order <= 3; ++order) {
                    note(letters_key(a, b, c, order), most_by_letter,
                         [&](const counts& l) { return l.letter(a, b, c, order); });
                }
            });
        }
    }
    const header h{static_cast<std::uint32_t>(languages.size()),
                   static_cast<std::uint32_t>(std::bit_width(rows.size() * 2))};
    const auto slots = std::size_t{1} << h.slot_bits;
    const auto width = languages.size() + 1;
    std::string out(sizeof h + marks.size_bytes() + slots * (sizeof(std::uint32_t) + width), '\0');
    std::memcpy(out.data(), &h, sizeof h);
    std::memcpy(out.data() + marks_at, marks.data(), marks.size_bytes());
    auto* prints = out.data() + marks_at + marks.size_bytes();
    auto* costs = prints + slots * sizeof(std::uint32_t);
    for (const auto& [key, row] : rows) {
        auto slot = key & (slots - 1);
        std::uint32_t taken = 0;
        while (std::memcpy(&taken, prints + slot * sizeof taken, sizeof taken), taken != 0)
            slot = (slot + 1) & (slots - 1);
        const auto print = fingerprint(key);
        std::memcpy(prints + slot * sizeof print, &print, sizeof print);
        std::ranges::copy(row, costs + slot * width);
    }
    return out;
}

// What each language's messages cost a letter when it has learnt the other half of them alone.
std::vector<std::vector<float>> costs_unlearnt(std::span<const language_sample> languages) {
    const std::vector<float> unmarked(languages.size());
    std::vector<std::vector<float>> costs(languages.size());
    for (const std::size_t half : {0U, 1U}) {
        std::vector<language_sample> learnt(languages.size());
        for (std::size_t i = 0; i < languages.size(); ++i) {
            learnt[i].words = languages[i].words;
            for (std::size_t n = 1 - half; n < languages[i].messages.size(); n += 2)
                learnt[i].messages.push_back(languages[i].messages[n]);
        }
        const auto table = table_of(learnt, unmarked);
        const auto judge = identifier::from_bytes(table);
        for (std::size_t i = 0; i < languages.size(); ++i) {
            for (std::size_t n = half; n < languages[i].messages.size(); n += 2) {
                const auto all = judge->weigh(languages[i].messages[n]);
                if (all[i].length >= enough_halves) costs[i].push_back(all[i].by_letter);
            }
        }
    }
    return costs;
}

} // namespace

std::string learn_languages(std::span<const language_sample> languages) {
    languages = languages.first(std::min(languages.size(), most_languages));
    std::vector<float> marks;
    for (auto& costs : costs_unlearnt(languages)) {
        if (costs.size() < enough_messages) {
            marks.push_back(std::numeric_limits<float>::infinity());
            continue;
        }
        const auto at =
            costs.begin() +
            static_cast<std::ptrdiff_t>(own_and_no_stranger * static_cast<double>(costs.size()));
        std::ranges::nth_element(costs, at);
        marks.push_back(*at);
    }
    return table_of(languages, marks);
}

} // namespace gaitkeeper::text
