#include "match/features.hpp"

#include <algorithm>

#include "match/random.hpp"

namespace gaitkeeper::match {
namespace {

constexpr std::size_t longest_gram = 5;
constexpr std::size_t longest_text_gram = 3;
constexpr std::size_t beginning_length = 5;
constexpr std::size_t nearest_pair = 2, farthest_pair = 4;
constexpr std::size_t pairs_a_word = farthest_pair - nearest_pair + 1;
constexpr std::uint64_t edge = 1; // stands for a word before the first and after the last
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

// Adds up to `most` features. Where they go is kept apart from the object while it lasts, so that
// no store into a table makes the compiler read its place again.
class feature_keys::adding {
public:
    adding(feature_keys& to, std::size_t most)
        : to_(to), count_(static_cast<std::uint32_t>(to.keys_.size())), round_(to.round_) {
        to.keys_.resize(count_ + most);
        while ((count_ + most) * 2 > to.seen_.size())
            to.grow_seen(count_);
        keys_ = to.keys_.data();
        seen_ = to.seen_.data();
        mask_ = to.seen_.size() - 1;
    }
    adding(const adding&) = delete;
    adding& operator=(const adding&) = delete;
    ~adding() { to_.keys_.resize(count_); }

    std::uint32_t operator()(std::uint64_t hash) noexcept {
        const auto key = finish(hash);
        auto at = static_cast<std::size_t>(key) & mask_;
        while (seen_[at].round == round_) {
            if (keys_[seen_[at].place] == key) return seen_[at].place;
            at = (at + 1) & mask_;
        }
        seen_[at] = {count_, round_};
        keys_[count_] = key;
        return count_++;
    }

private:
    feature_keys& to_;
    std::uint64_t* keys_ = nullptr;
    slot* seen_ = nullptr;
    std::size_t mask_ = 0;
    std::uint32_t count_, round_;
};

std::uint32_t feature_keys::add(std::uint64_t hash) {
    return adding(*this, 1)(hash);
}

void feature_keys::extract(const sample_text& sample, skip_pairs pairs) {
    keys_.clear();
    unsegmented_ = sample.unsegmented;
    pairs_ = sample.unsegmented ? skip_pairs::left_out : pairs;
    if (++round_ == 0) {
        std::ranges::fill(seen_, slot{});
        round_ = 1;
    }
    if (seen_.empty()) grow_seen(0);

    add_words(sample);
    close(block::word);
    if (!sample.unsegmented) add_bigrams();
    close(block::bigram);
    if (sample.unsegmented)
        add_text_characters();
    else
        add_word_characters();
    close(block::character);
    for (const auto name : sample.concepts.first(std::min(sample.concepts.size(), max_concepts)))
        add_concept(name);
    close(block::symbol);
    if (pairs_ == skip_pairs::extracted) add_skip_pairs();
    close(block::skip_pair);
}

void feature_keys::extract_part(std::size_t begin, std::size_t end,
                                std::span<const std::string_view> concepts, feature_places& part) {
    part.places.clear();
    ++part_;
    constexpr std::size_t edges = 2;
    taken_.resize(std::max(taken_.size(), keys_.size() + edges + concepts.size()), 0);
    const auto take = [&](std::uint32_t place) {
        if (taken_[place] == part_) return;
        taken_[place] = part_;
        part.places.push_back(place);
    };
    const auto end_of = [&](block kind) -> std::uint32_t& {
        return part.end[static_cast<std::size_t>(kind)];
    };
    const auto close_part = [&](block kind) {
        end_of(kind) = static_cast<std::uint32_t>(part.places.size());
    };
    end = std::min(end, word_hash_.size());
    begin = std::min(begin, end);

    for (auto i = begin; i < end; ++i)
        take(word_place_[i]);
    close_part(block::word);
    if (!unsegmented_ && begin < end) {
        take(add_bigram(edge, word_hash_[begin]));
        for (auto i = begin + 1; i < end; ++i)
            take(bigram_place_[i]);
        take(add_bigram(word_hash_[end - 1], edge));
    }
    close_part(block::bigram);
    if (unsegmented_) {
        const auto letters = std::min<std::size_t>(begin < end ? word_end_[end - 1] : 0,
                                                   max_unsegmented_code_points);
        for (std::size_t from = begin == 0 ? 0 : word_end_[begin - 1]; from < letters; ++from) {
            for (auto to = from; to < std::min(letters, from + longest_text_gram); ++to)
                take(character_place_[from * longest_text_gram + to - from]);
        }
    } else if (begin < end) {
        for (auto i = begin == 0 ? 0 : character_end_[begin - 1]; i < character_end_[end - 1]; ++i)
            take(character_place_[i]);
    }
    close_part(block::character);
    for (const auto name : concepts.first(std::min(concepts.size(), max_concepts)))
        take(add_concept(name));
    close_part(block::symbol);
    for (auto i = begin; pairs_ == skip_pairs::extracted && i < end; ++i) {
        for (auto j = i + nearest_pair; j < std::min(end, i + farthest_pair + 1); ++j)
            take(pair_place_[i * pairs_a_word + j - i - nearest_pair]);
    }
    close_part(block::skip_pair);
}

void feature_keys::close(block kind) noexcept {
    end_[static_cast<std::size_t>(kind)] = static_cast<std::uint32_t>(keys_.size());
}

std::uint32_t feature_keys::add_bigram(std::uint64_t before, std::uint64_t after) {
    return add(extend(extend(seed_of(block::bigram), before), after));
}

void feature_keys::grow_seen(std::size_t filled) {
    const auto size = std::max<std::size_t>(1024, seen_.size() * 2);
    seen_.assign(size, {});
    for (std::uint32_t place = 0; place < filled; ++place) {
        auto at = static_cast<std::size_t>(keys_[place]) & (size - 1);
        while (seen_[at].round == round_)
            at = (at + 1) & (size - 1);
        seen_[at] = {place, round_};
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
    word_place_.clear();
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
        word_place_.push_back(add(hash));
        if (text_.size() > max_words * max_word_code_points) break;
    }
}

void feature_keys::add_bigrams() {
    bigram_place_.clear();
    if (word_hash_.empty()) return;
    auto before = edge;
    for (const auto hash : word_hash_) {
        bigram_place_.push_back(add_bigram(before, hash));
        before = hash;
    }
    add_bigram(before, edge);
}

void feature_keys::add_word_characters() {
    character_place_.resize((text_.size() + word_end_.size() * 2) * (longest_gram - 1));
    character_end_.clear();
    auto* places = character_place_.data();
    std::array<char32_t, max_word_code_points + 2> padded; // as much of it as a word fills
    std::size_t begin = 0;
    std::uint32_t count = 0;
    for (const auto end : word_end_) {
        const auto letters = std::span(text_).subspan(begin, end - begin);
        begin = end;
        padded[0] = space;
        std::ranges::copy(letters, padded.begin() + 1);
        padded[letters.size() + 1] = space;
        const auto size = letters.size() + 2;
        adding add(*this, size * (longest_gram - 1));
        for (std::size_t from = 0; from + 2 <= size; ++from) {
            auto hash = extend(seed_of(block::character), padded[from]);
            const auto end_of_grams = std::min(size, from + longest_gram);
            for (std::size_t to = from + 1; to < end_of_grams; ++to) {
                hash = extend(hash, padded[to]);
                places[count++] = add(hash);
            }
        }
        character_end_.push_back(count);
    }
}

void feature_keys::add_text_characters() {
    const auto size = std::min(text_.size(), max_unsegmented_code_points);
    character_place_.resize(size * longest_text_gram);
    adding add(*this, size * longest_text_gram);
    for (std::size_t from = 0; from < size; ++from) {
        auto hash = seed_of(block::character);
        for (std::size_t to = from; to < std::min(size, from + longest_text_gram); ++to) {
            hash = extend(hash, text_[to]);
            character_place_[from * longest_text_gram + to - from] = add(hash);
        }
    }
}

void feature_keys::add_skip_pairs() {
    const auto count = beginning_hash_.size();
    pair_place_.resize(count * pairs_a_word);
    for (std::size_t i = 0; i < count; ++i) {
        for (auto j = i + nearest_pair; j < std::min(count, i + farthest_pair + 1); ++j) {
            const auto [low, high] = std::minmax(beginning_hash_[i], beginning_hash_[j]);
            pair_place_[i * pairs_a_word + j - i - nearest_pair] =
                add(extend(extend(seed_of(block::skip_pair), low), high));
        }
    }
}

std::uint32_t feature_keys::add_concept(std::string_view name) {
    auto hash = seed_of(block::symbol);
    for (const auto c : name)
        hash = extend(hash, static_cast<unsigned char>(c));
    return add(hash);
}

} // namespace gaitkeeper::match
