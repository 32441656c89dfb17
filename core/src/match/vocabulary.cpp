#include "match/vocabulary.hpp"

#include <algorithm>
#include <cmath>

namespace gaitkeeper::match {
namespace {

// How many counted keys wait before they are merged: bounds the memory of 100,000 rows.
constexpr std::size_t merge_at = 1U << 22U;

float idf_of(std::uint32_t samples, std::uint32_t df) noexcept {
    // In double, so that the last bit of a platform's log cannot reach the float.
    return static_cast<float>(1.0 + std::log((1.0 + samples) / (1.0 + df)));
}

std::size_t bucket_of(std::uint64_t key, std::uint32_t bits) noexcept {
    return static_cast<std::size_t>(key >> (64U - bits));
}

// A bucket holds a row or two on the average, and whether one of them is the key's is anybody's
// guess: the first two are compared without a branch.
inline std::uint32_t find_in(const vocabulary& words, std::size_t bucket,
                             std::uint64_t key) noexcept {
    constexpr std::uint32_t at_once = 2;
    const auto rows = static_cast<std::uint32_t>(words.fingerprints.size());
    if (rows == 0) return no_row;
    const auto begin = words.bucket_begin[bucket], end = words.bucket_begin[bucket + 1];
    const auto* prints = words.fingerprints.data();
    const auto print = static_cast<std::uint32_t>(key);
    auto found = no_row;
    for (std::uint32_t i = 0; i < at_once; ++i) {
        const auto row = std::min(begin + i, rows - 1);
        const auto hit = std::uint32_t{prints[row] == print} & std::uint32_t{begin + i < end};
        found ^= (found ^ row) & (0U - hit);
    }
    for (auto row = begin + at_once; row < end; ++row) {
        if (prints[row] == print) return row;
    }
    return found;
}

void cover(const vocabulary& words, std::size_t distinct, active_features& active) {
    float known = 0.0F;
    for (std::uint32_t i = 0; i < active.end[0]; ++i)
        known += active.idf[i];
    const auto unknown = static_cast<float>(distinct - active.end[0]) * words.unknown_idf;
    active.coverage = known > 0.0F ? known / (known + unknown) : 0.0F;
}

// Gathers known rows and their idf. Which features are known is anybody's guess, so each is
// written and its place kept where it is.
class known_rows {
public:
    known_rows(const vocabulary& words, active_features& into, std::size_t most)
        : idf_of_(words.idf.empty() ? &words.unknown_idf : words.idf.data()), into_(into) {
        into.rows.resize(most);
        into.idf.resize(most);
    }
    void add(std::uint32_t row) noexcept {
        into_.rows[count_] = row;
        into_.idf[count_] = idf_of_[row == no_row ? 0 : row];
        count_ += row == no_row ? 0U : 1U;
    }
    void close(std::size_t kind) noexcept { into_.end[kind] = static_cast<std::uint32_t>(count_); }
    void finish() {
        into_.rows.resize(count_);
        into_.idf.resize(count_);
    }

private:
    const float* idf_of_;
    active_features& into_;
    std::size_t count_ = 0;
};

} // namespace

std::uint32_t vocabulary::find(std::uint64_t key) const noexcept {
    return find_in(*this, bucket_of(key, bucket_bits), key);
}

void look_up(const vocabulary& words, const feature_keys& keys, active_features& active) {
    const auto all = keys.all();
    auto& row_of_key = active.row_of_key;
    row_of_key.resize(all.size());
    // The table is larger than the fastest cache: ask for all of it before the first use.
    for (const auto key : all)
        __builtin_prefetch(&words.bucket_begin[bucket_of(key, words.bucket_bits)]);
    for (std::size_t i = 0; i < all.size(); ++i) {
        row_of_key[i] = words.bucket_begin[bucket_of(all[i], words.bucket_bits)];
        __builtin_prefetch(words.fingerprints.data() + row_of_key[i]);
        __builtin_prefetch(words.idf.data() + row_of_key[i]);
    }
    known_rows known(words, active, all.size());
    std::size_t i = 0;
    for (std::size_t b = 0; b < block_count; ++b) {
        for (const auto end = i + keys.of(static_cast<block>(b)).size(); i < end; ++i) {
            row_of_key[i] = find_in(words, bucket_of(all[i], words.bucket_bits), all[i]);
            known.add(row_of_key[i]);
        }
        known.close(b);
    }
    known.finish();
    cover(words, keys.of(block::word).size(), active);
}

void look_up_part(const vocabulary& words, const feature_keys& keys, const feature_places& part,
                  active_features& whole, active_features& active) {
    for (const auto key : keys.all().subspan(whole.row_of_key.size()))
        whole.row_of_key.push_back(words.find(key));
    known_rows known(words, active, part.places.size());
    std::size_t from = 0;
    for (std::size_t i = 0; i < block_count; ++i) {
        for (; from < part.end[i]; ++from)
            known.add(whole.row_of_key[part.places[from]]);
        known.close(i);
    }
    known.finish();
    cover(words, part.end[0], active);
}

void weigh(const active_features& active, const weighting& by, std::vector<float>& weights) {
    weights.resize(active.rows.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = by.square_root ? std::sqrt(active.idf[i]) : active.idf[i];
    }
    std::array<float, block_count> scale{};
    float total = 0.0F;
    std::size_t from = 0;
    for (std::size_t b = 0; b < block_count; ++b) {
        float squares = 0.0F;
        for (auto i = from; i < active.end[b]; ++i)
            squares += weights[i] * weights[i];
        from = active.end[b];
        if (squares == 0.0F) continue;
        scale[b] = by.blocks[b] / std::sqrt(squares);
        total += by.blocks[b] * by.blocks[b];
    }
    const auto whole = total > 0.0F ? input_norm / std::sqrt(total) : 0.0F;
    from = 0;
    for (std::size_t b = 0; b < block_count; ++b) {
        for (; from < active.end[b]; ++from)
            weights[from] *= scale[b] * whole;
    }
}

void vocabulary_builder::count(const feature_keys& keys) {
    ++samples_;
    for (std::size_t i = 0; i < block_count; ++i) {
        const auto kind = static_cast<block>(i);
        for (const auto key : keys.of(kind))
            pending_.push_back({key, 1, kind});
    }
    if (pending_.size() > merge_at) merge_pending();
}

void vocabulary_builder::merge_pending() {
    pending_.insert(pending_.end(), entries_.begin(), entries_.end());
    std::ranges::sort(pending_, {}, &entry::key);
    entries_.clear();
    for (const auto& next : pending_) {
        if (!entries_.empty() && entries_.back().key == next.key)
            entries_.back().df += next.df;
        else
            entries_.push_back(next);
    }
    pending_.clear();
}

void vocabulary_builder::apply(vocabulary_limits limits) {
    const auto kept = [&](const entry& e) {
        return e.df >= limits.min_df[static_cast<std::size_t>(e.kind)];
    };
    if (limits.max_rows != 0) {
        constexpr std::array may_shrink{block::skip_pair, block::character, block::bigram,
                                        block::word};
        std::uint32_t ceiling = 2;
        while (std::ranges::count_if(entries_, kept) >
               static_cast<std::ptrdiff_t>(limits.max_rows)) {
            for (const auto kind : may_shrink) {
                // Words are the last to go: they also say how much of a message is known.
                auto& least = limits.min_df[static_cast<std::size_t>(kind)];
                least = std::max(least, kind == block::word ? ceiling / 2 : ceiling);
                if (std::ranges::count_if(entries_, kept) <=
                    static_cast<std::ptrdiff_t>(limits.max_rows))
                    break;
            }
            ++ceiling;
        }
    }
    std::erase_if(entries_, [&](const entry& e) { return !kept(e); });
}

void vocabulary_builder::finish(const vocabulary_limits& limits) {
    merge_pending();
    pending_.shrink_to_fit();
    apply(limits);
    bucket_bits_ = 4;
    while ((std::size_t{1} << bucket_bits_) < entries_.size())
        ++bucket_bits_;

    bucket_begin_.assign((std::size_t{1} << bucket_bits_) + 1, 0);
    for (const auto& e : entries_)
        ++bucket_begin_[bucket_of(e.key, bucket_bits_) + 1];
    for (std::size_t i = 1; i < bucket_begin_.size(); ++i)
        bucket_begin_[i] += bucket_begin_[i - 1];
    for (const auto& e : entries_) {
        fingerprints_.push_back(static_cast<std::uint32_t>(e.key));
        idf_.push_back(idf_of(samples_, e.df));
    }
}

vocabulary vocabulary_builder::view() const noexcept {
    return {.bucket_bits = bucket_bits_,
            .bucket_begin = bucket_begin_,
            .fingerprints = fingerprints_,
            .idf = idf_,
            .unknown_idf = idf_of(samples_, 0)};
}

} // namespace gaitkeeper::match
