#include "text/identify.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "text/language_table.hpp"

namespace gaitkeeper::text {
namespace {

using namespace language_table;

// Costs, in steps, below which a word is one of the language's own, and a letter no foreign one.
constexpr unsigned foreign_word = 9;
constexpr auto foreign_letter = static_cast<unsigned>(most_by_letter * steps_per_nat);
// What a word that no language has costs for being that, beside its letters, and a letter that was
// never seen, or never behind those before it, beside what it costs behind fewer of them.
constexpr unsigned unknown_word = 37, unseen_letter = 96, shorter_context = 8;

bool is_unsegmented(UChar32 c) {
    constexpr UChar32 thai = 0xE00; // the first such script of Unicode's
    if (c < thai) return false;
    return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_IDEOGRAPHIC ||
           u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

// The word with no letter more than so often in a row.
std::string drawn_in(std::string_view word, std::size_t most) {
    std::string made;
    std::size_t run = 0;
    UChar32 before = edge;
    for (std::size_t at = 0; at < word.size();) {
        const auto begin = at;
        const auto c = next_code_point(word, at);
        run = c == before ? run + 1 : 1;
        before = c;
        if (run <= most) made.append(word, begin, at - begin);
    }
    return made;
}

} // namespace

std::size_t likeliest(std::span<const language_evidence> all) {
    return static_cast<std::size_t>(std::ranges::min_element(all, {}, &language_evidence::behind) -
                                    all.begin());
}

struct identifier::tally {
    std::array<std::uint32_t, most_languages> cost{}, words{}, script{};
    std::uint32_t shared = 0;  // what the likeliest pays for each word and letter
    std::uint32_t letters = 0; // and ends of words
    std::uint32_t halves = 0;  // of words

    void add(std::string_view costs) {
        shared += static_cast<unsigned char>(costs[0]);
        for (std::size_t i = 1; i < costs.size(); ++i)
            cost[i - 1] += static_cast<unsigned char>(costs[i]);
    }
    // Counts the languages that this is not strange to.
    static void count(std::string_view costs, unsigned below,
                      std::array<std::uint32_t, most_languages>& in) {
        for (std::size_t i = 1; i < costs.size(); ++i)
            in[i - 1] += static_cast<unsigned char>(costs[i]) < below ? 1U : 0U;
    }
};

std::optional<identifier> identifier::from_bytes(std::string_view bytes) {
    header h;
    if (bytes.size() < sizeof h) return std::nullopt;
    std::memcpy(&h, bytes.data(), sizeof h);
    if (h.languages > most_languages || h.slot_bits > 30) return std::nullopt;
    const auto slots = std::size_t{1} << h.slot_bits;
    const auto marks = h.languages * sizeof(float);
    if (bytes.size() != marks_at + marks + slots * (sizeof(std::uint32_t) + h.languages + 1))
        return std::nullopt;
    identifier made;
    made.languages_ = h.languages;
    made.slot_bits_ = h.slot_bits;
    made.marks_ = bytes.substr(marks_at, marks);
    made.fingerprints_ = bytes.substr(marks_at + marks, slots * sizeof(std::uint32_t));
    made.costs_ = bytes.substr(marks_at + marks + made.fingerprints_.size());
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
        if (found == print) return costs_.substr(slot * (languages_ + 1), languages_ + 1);
    }
    return {};
}

void identifier::add_word(std::string_view word, tally& to) const {
    constexpr std::uint32_t word_is = 2, letter_is = 1; // half words
    std::string shorter;
    auto known = costs_of(word_key(word));
    // "sooo" is "so", and "kneeee" is "knee".
    for (std::size_t most = 2; known.empty() && most > 0; --most) {
        auto tried = drawn_in(word, most);
        if (most == 2 && tried.size() == word.size()) break;
        known = costs_of(word_key(tried));
        shorter = std::move(tried);
    }
    if (!shorter.empty()) word = shorter;
    std::uint32_t letters = 0, unsegmented = 0;
    each_letter(word, [&](UChar32, UChar32, UChar32 c) {
        ++letters;
        if (c != edge && is_unsegmented(c)) ++unsegmented;
    });
    to.letters += letters;
    to.halves += unsegmented > 0 ? unsegmented * letter_is : word_is;
    if (!known.empty()) {
        to.add(known);
        return tally::count(known, foreign_word, to.words);
    }
    to.shared += unknown_word;
    each_letter(word, [&](UChar32 a, UChar32 b, UChar32 c) {
        // That words end is true of every language: an end counts only with the letter before it.
        const std::size_t least = c == edge ? 2 : 1;
        if (c != edge) tally::count(costs_of(letters_key(0, 0, c, 1)), foreign_letter, to.script);
        for (std::size_t order = 3; order >= least; --order) {
            if (const auto costs = costs_of(letters_key(a, b, c, order)); !costs.empty())
                return to.add(costs);
            to.shared += shorter_context;
        }
        to.shared += unseen_letter;
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
        float mark = 0;
        std::memcpy(&mark, marks_.data() + i * sizeof mark, sizeof mark);
        const auto paid = static_cast<float>(sum.cost[i] + sum.shared) / steps_per_nat;
        const auto by_letter = paid / static_cast<float>(std::max(1U, sum.letters));
        all[i] = {static_cast<float>(sum.cost[i] - least) / steps_per_nat,
                  sum.words[i],
                  sum.script[i],
                  by_letter,
                  sum.halves,
                  sum.halves >= enough_halves ? by_letter / mark : 0};
    }
    return all;
}

} // namespace gaitkeeper::text
