#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "text/pattern.hpp"

namespace gaitkeeper::text {

/// What the steps of patterns read, as numbered sets, so that one bit tells whether a step can
/// read at a token. A number's range is not looked at, and a phrase is in a set of the token that
/// it begins with. Immutable and thread-safe once all sets are added.
class token_sets {
public:
    /// The set that every token is in. It stands for what ids cannot tell, such as a prefix.
    static constexpr std::uint32_t any = 0;

    token_sets() { size_of_.push_back(UINT32_MAX); }

    /// The number of the set of all that one of `readers` reads; equal sets have one number.
    std::uint32_t add(std::span<const instruction> readers);

    /// How many readers a set was made of; the fewer, the rarer it is met.
    [[nodiscard]] std::uint32_t size_of(std::uint32_t set) const { return size_of_[set]; }

    /// 64-bit words that hold a bit for each set.
    [[nodiscard]] std::size_t words() const { return (size_of_.size() + 63) / 64; }

    void mark_any(std::uint64_t* bits) const { mark(bits, any); }
    void mark_stem(std::uint64_t* bits, std::uint32_t id) const { mark_all(bits, by_stem_, id); }
    void mark_key(std::uint64_t* bits, std::uint32_t id) const { mark_all(bits, by_key_, id); }
    void mark_label(std::uint64_t* bits, std::uint32_t id) const { mark_all(bits, by_label_, id); }
    void mark_number(std::uint64_t* bits) const { mark_all(bits, numbers_, 0); }

    [[nodiscard]] static bool holds(const std::uint64_t* bits, std::uint32_t set) noexcept {
        return (bits[set / 64] >> (set % 64) & 1U) != 0;
    }

private:
    using lists = std::vector<std::vector<std::uint32_t>>; // by id: the sets it is in

    static void mark(std::uint64_t* bits, std::uint32_t set) noexcept {
        bits[set / 64] |= std::uint64_t{1} << (set % 64);
    }
    static void mark_all(std::uint64_t* bits, const lists& of, std::uint32_t id) noexcept {
        if (id >= of.size()) return;
        for (const auto set : of[id])
            mark(bits, set);
    }

    std::map<std::vector<std::pair<opcode, std::uint32_t>>, std::uint32_t> known_;
    std::vector<std::uint32_t> size_of_;
    lists by_stem_, by_key_, by_label_, numbers_;
};

} // namespace gaitkeeper::text
