#include "text/identify.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>

#include <boost/unordered/unordered_flat_map.hpp>
#include <unicode/uchar.h>
#include <xxhash.h>

#include "text/normalize.hpp"
#include "text/utf8.hpp"

namespace gaitkeeper::text {
namespace {

static_assert(std::endian::native == std::endian::little, "the table is mapped, not decoded");

constexpr std::size_t most_languages = 64;
constexpr float steps_per_nat = 8;
// What one word, or one letter of an unknown word, may say at most: a name or a borrowed word must
// not outweigh a sentence.
constexpr double most_by_word = 12;
constexpr double most_by_letter = 4;
// Costs, in steps, below which a word is one of the language's own, and a letter no foreign one.
constexpr unsigned foreign_word = 9;
constexpr auto foreign_letter = static_cast<unsigned>(most_by_letter * steps_per_nat);

struct header {
    std::uint32_t languages = 0;
    std::uint32_t slot_bits = 0;
};

constexpr UChar32 edge = ' '; // before the first and behind the last letter of a word

bool is_letter(UChar32 c) {
    if (c < 0x80) return c >= 'a' && c <= 'z';
    constexpr std::uint32_t marks = U_GC_M_MASK;
    return u_isalpha(c) != 0 || (U_GET_GC_MASK(c) & marks) != 0;
}

// Calls `each` with every word of a normalised text, apostrophes left out.
template <class Each>
void each_word(std::string_view text, Each each) {
    std::string word;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto c = next_code_point(text, at);
        if (is_letter(c)) {
            word.append(text, begin, at - begin);
        } else if (c != '\'' && c != 0x2019 && !word.empty()) {
            each(std::string_view(word));
            word.clear();
        }
    }
    if (!word.empty()) each(std::string_view(word));
}

std::uint64_t word_key(std::string_view word) {
    return XXH3_64bits(word.data(), word.size());
}

// `order` letters, the last of them `c`.
std::uint64_t letters_key(UChar32 a, UChar32 b, UChar32 c, std::size_t order) {
    const std::array<std::int32_t, 4> all{order > 2 ? a : 0, order > 1 ? b : 0, c,
                                          static_cast<std::int32_t>(order)};
    return XXH3_64bits(all.data(), sizeof all);
}

// Calls `each(a, b, c)` with every letter of a word and the two before it, the word's end included.
template <class Each>
void each_letter(std::string_view word, Each each) {
    UChar32 a = edge, b = edge;
    for (std::size_t at = 0; at < word.size();) {
        const auto c = next_code_point(word, at);
        each(a, b, c);
        a = b;
        b = c;
    }
    each(a, b, edge);
}

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

// Only differences between languages count, so the likeliest one costs nothing.
std::string steps_of(std::vector<double> probabilities, double most) {
    const auto best = std::ranges::max(probabilities);
    std::string costs;
    for (const auto p : probabilities) {
        const auto nats = std::min(most, p > 0 ? std::log(best / p) : most);
        costs += static_cast<char>(std::lround(nats * static_cast<double>(steps_per_nat)));
    }
    return costs;
}

std::uint32_t fingerprint(std::uint64_t key) {
    return std::max(1U, static_cast<std::uint32_t>(key >> 32U));
}

} // namespace

std::string learn_languages(std::span<const language_sample> languages) {
    languages = languages.first(std::min(languages.size(), most_languages));
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
        for (const auto& [word, n] : language.words()) {
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
    std::string out(sizeof h + slots * (sizeof(std::uint32_t) + languages.size()), '\0');
    std::memcpy(out.data(), &h, sizeof h);
    auto* prints = out.data() + sizeof h;
    auto* costs = prints + slots * sizeof(std::uint32_t);
    for (const auto& [key, row] : rows) {
        auto slot = key & (slots - 1);
        std::uint32_t taken = 0;
        while (std::memcpy(&taken, prints + slot * sizeof taken, sizeof taken), taken != 0)
            slot = (slot + 1) & (slots - 1);
        const auto print = fingerprint(key);
        std::memcpy(prints + slot * sizeof print, &print, sizeof print);
        std::ranges::copy(row, costs + slot * languages.size());
    }
    return out;
}

std::size_t likeliest(std::span<const language_evidence> all) {
    return static_cast<std::size_t>(std::ranges::min_element(all, {}, &language_evidence::behind) -
                                    all.begin());
}

struct identifier::tally {
    std::array<std::uint32_t, most_languages> cost{}, words{}, script{};

    void add(std::string_view costs) {
        for (std::size_t i = 0; i < costs.size(); ++i)
            cost[i] += static_cast<unsigned char>(costs[i]);
    }
    // Counts the languages that this is not strange to.
    static void count(std::string_view costs, unsigned below,
                      std::array<std::uint32_t, most_languages>& in) {
        for (std::size_t i = 0; i < costs.size(); ++i)
            in[i] += static_cast<unsigned char>(costs[i]) < below ? 1U : 0U;
    }
};

std::optional<identifier> identifier::from_bytes(std::string_view bytes) {
    header h;
    if (bytes.size() < sizeof h) return std::nullopt;
    std::memcpy(&h, bytes.data(), sizeof h);
    if (h.languages > most_languages || h.slot_bits > 30) return std::nullopt;
    const auto slots = std::size_t{1} << h.slot_bits;
    if (bytes.size() != sizeof h + slots * (sizeof(std::uint32_t) + h.languages))
        return std::nullopt;
    identifier made;
    made.languages_ = h.languages;
    made.slot_bits_ = h.slot_bits;
    made.fingerprints_ = bytes.substr(sizeof h, slots * sizeof(std::uint32_t));
    made.costs_ = bytes.substr(sizeof h + made.fingerprints_.size());
    return made;
}

std::string_view identifier::costs_of(std::uint64_t key) const {
    const auto slots = std::size_t{1} << slot_bits_;
    const auto print = fingerprint(key);
    // A table of somebody else's making may be full.
    for (std::size_t probe = 0, slot = key & (slots - 1); probe < slots;
         ++probe, slot = (slot + 1) & (slots - 1)) {
        std::uint32_t found = 0;
        std::memcpy(&found, fingerprints_.data() + slot * sizeof found, sizeof found);
        if (found == 0) return {};
        if (found == print) return costs_.substr(slot * languages_, languages_);
    }
    return {};
}

void identifier::add_word(std::string_view word, tally& to) const {
    if (const auto known = costs_of(word_key(word)); !known.empty()) {
        to.add(known);
        return tally::count(known, foreign_word, to.words);
    }
    each_letter(word, [&](UChar32 a, UChar32 b, UChar32 c) {
        // That words end is true of every language: an end counts only with the letter before it.
        const std::size_t least = c == edge ? 2 : 1;
        if (c != edge) tally::count(costs_of(letters_key(0, 0, c, 1)), foreign_letter, to.script);
        for (std::size_t order = 3; order >= least; --order) {
            if (const auto costs = costs_of(letters_key(a, b, c, order)); !costs.empty())
                return to.add(costs);
        }
    });
}

std::vector<language_evidence> identifier::weigh(std::string_view normalized) const {
    tally sum;
    each_word(normalized, [&](std::string_view word) { add_word(word, sum); });
    std::vector<language_evidence> all(languages_);
    const auto least =
        languages_ == 0
            ? 0
            : *std::min_element(sum.cost.begin(),
                                sum.cost.begin() + static_cast<std::ptrdiff_t>(languages_));
    for (std::size_t i = 0; i < languages_; ++i) {
        all[i] = {static_cast<float>(sum.cost[i] - least) / steps_per_nat, sum.words[i],
                  sum.script[i]};
    }
    return all;
}

} // namespace gaitkeeper::text
