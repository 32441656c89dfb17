#include "match/features.hpp"

#include <algorithm>

#include "match/random.hpp"

namespace gaitkeeper::match {
namespace {

constexpr std::size_t longest_gram = 5;
constexpr std::size_t longest_text_gram = 3;
constexpr std::size_t beginning_length = 5;
constexpr char32_t space = U' ';

constexpr std::uint64_t seed_of(block kind) noexcept {
    return mix(static_cast<std::uint64_t>(kind) + 1);
}

// A multiply and a shift per code point: n-grams grow by one step from the one before.
constexpr std::uint64_t extend(std::uint64_t hash, std::uint64_t value) noexcept {
    hash = (hash ^ value) * 0x9fb21c651e98df25U;
    return hash ^ (hash >> 29U);
}

// Spreads the last code points over all bits; the vocabulary's buckets are the highest ones.
constexpr std::uint64_t finish(std::uint64_t hash) noexcept {
    hash *= 0xd6e8feb86659fd93U;
    return hash ^ (hash >> 32U);
}

constexpr bool is_digit(char32_t c) noexcept {
    return c >= U'0' && c <= U'9';
}

// Length of the UTF-8 sequence that `lead` announces; 1 for what cannot lead one.
constexpr std::size_t sequence_length(unsigned char lead) noexcept {
    if (lead < 0xc2) return 1;
    if (lead < 0xe0) return 2;
    if (lead < 0xf0) return 3;
    return lead < 0xf5 ? 4 : 1;
}

// The code point at `at`, advancing past it. A byte that is no valid sequence stands for itself
// above the Unicode range, so that broken input yields features instead of trouble.
char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const auto length = sequence_length(lead);
    if (length == 1 || at + length - 1 > text.size()) return 0x110000U + lead;
    char32_t value = lead & (0x7fU >> length);
    for (std::size_t i = 0; i + 1 < length; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xc0U) != 0x80U) return 0x110000U + lead;
        value = (value << 6U) | (next & 0x3fU);
    }
    at += length - 1;
    return value;
}

std::uint64_t hash_of(std::uint64_t seed, std::span<const char32_t> text) noexcept {
    for (const auto c : text)
        seed = extend(seed, c);
    return seed;
}

} // namespace

std::span<const std::uint64_t> feature_keys::of(block kind) const noexcept {
    const auto i = static_cast<std::size_t>(kind);
    const std::size_t begin = i == 0 ? 0 : end_[i - 1];
    return std::span(keys_).subspan(begin, end_[i] - begin);
}

void feature_keys::extract(const sample_text& sample) {
    keys_.clear();
    if (++round_ == 0) {
        std::ranges::fill(seen_round_, 0U);
        round_ = 1;
    }
    if (seen_keys_.empty()) grow_seen();

    add_words(sample);
    close(block::word);
    if (!sample.unsegmented) add_bigrams();
    close(block::bigram);
    if (sample.unsegmented)
        add_text_characters();
    else
        add_word_characters();
    close(block::character);
    add_concepts(sample);
    close(block::symbol);
    if (!sample.unsegmented) add_skip_pairs();
    close(block::skip_pair);
}

void feature_keys::close(block kind) noexcept {
    end_[static_cast<std::size_t>(kind)] = static_cast<std::uint32_t>(keys_.size());
}

void feature_keys::add(std::uint64_t hash) {
    const auto key = finish(hash);
    const auto mask = seen_keys_.size() - 1;
    auto slot = static_cast<std::size_t>(key) & mask;
    while (seen_round_[slot] == round_) {
        if (seen_keys_[slot] == key) return;
        slot = (slot + 1) & mask;
    }
    seen_keys_[slot] = key;
    seen_round_[slot] = round_;
    keys_.push_back(key);
    if (keys_.size() * 2 > seen_keys_.size()) grow_seen();
}

void feature_keys::grow_seen() {
    const auto size = std::max<std::size_t>(1024, seen_keys_.size() * 2);
    seen_keys_.assign(size, 0);
    seen_round_.assign(size, 0);
    for (const auto key : keys_) {
        auto slot = static_cast<std::size_t>(key) & (size - 1);
        while (seen_round_[slot] == round_)
            slot = (slot + 1) & (size - 1);
        seen_keys_[slot] = key;
        seen_round_[slot] = round_;
    }
}

void feature_keys::decode(std::string_view word) {
    const auto begin = text_.size();
    for (std::size_t at = 0; at < word.size();) {
        if (text_.size() - begin == max_unsegmented_code_points) break;
        text_.push_back(next_code_point(word, at));
    }
    // "2nd", "3pm" and "2024" differ too little in meaning to deserve features of their own.
    if (begin < text_.size() && is_digit(text_[begin])) {
        std::replace_if(text_.begin() + static_cast<std::ptrdiff_t>(begin), text_.end(), is_digit,
                        U'0');
    }
}

void feature_keys::add_words(const sample_text& sample) {
    text_.clear();
    word_end_.clear();
    word_hash_.clear();
    beginning_hash_.clear();
    for (const auto word : sample.words.first(std::min(sample.words.size(), max_words))) {
        const auto begin = text_.size();
        decode(word);
        if (!sample.unsegmented) text_.resize(std::min(text_.size(), begin + max_word_code_points));
        const auto letters = std::span(text_).subspan(begin);
        const auto hash = hash_of(seed_of(block::word), letters);
        word_end_.push_back(static_cast<std::uint32_t>(text_.size()));
        word_hash_.push_back(hash);
        beginning_hash_.push_back(hash_of(
            seed_of(block::skip_pair), letters.first(std::min(letters.size(), beginning_length))));
        add(hash);
        if (text_.size() > max_words * max_word_code_points) break;
    }
}

void feature_keys::add_bigrams() {
    if (word_hash_.empty()) return;
    constexpr std::uint64_t edge = 1;
    auto before = edge;
    for (const auto hash : word_hash_) {
        add(extend(extend(seed_of(block::bigram), before), hash));
        before = hash;
    }
    add(extend(extend(seed_of(block::bigram), before), edge));
}

void feature_keys::add_word_characters() {
    std::array<char32_t, max_word_code_points + 2> padded{};
    std::size_t begin = 0;
    for (const auto end : word_end_) {
        const auto letters = std::span(text_).subspan(begin, end - begin);
        begin = end;
        padded[0] = space;
        std::ranges::copy(letters, padded.begin() + 1);
        padded[letters.size() + 1] = space;
        const auto size = letters.size() + 2;
        for (std::size_t from = 0; from + 2 <= size; ++from) {
            auto hash = extend(seed_of(block::character), padded[from]);
            for (std::size_t to = from + 1; to < std::min(size, from + longest_gram); ++to) {
                hash = extend(hash, padded[to]);
                add(hash);
            }
        }
    }
}

void feature_keys::add_text_characters() {
    const auto size = std::min(text_.size(), max_unsegmented_code_points);
    for (std::size_t from = 0; from < size; ++from) {
        auto hash = seed_of(block::character);
        for (std::size_t to = from; to < std::min(size, from + longest_text_gram); ++to) {
            hash = extend(hash, text_[to]);
            add(hash);
        }
    }
}

void feature_keys::add_skip_pairs() {
    for (std::size_t i = 0; i < beginning_hash_.size(); ++i) {
        for (std::size_t j = i + 2; j < std::min(beginning_hash_.size(), i + 5); ++j) {
            const auto [low, high] = std::minmax(beginning_hash_[i], beginning_hash_[j]);
            add(extend(extend(seed_of(block::skip_pair), low), high));
        }
    }
}

void feature_keys::add_concepts(const sample_text& sample) {
    for (const auto name : sample.concepts.first(std::min(sample.concepts.size(), max_concepts))) {
        auto hash = seed_of(block::symbol);
        for (const auto c : name)
            hash = extend(hash, static_cast<unsigned char>(c));
        add(hash);
    }
}

} // namespace gaitkeeper::match
