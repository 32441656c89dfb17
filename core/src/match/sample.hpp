#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/features.hpp"
#include "match/train.hpp"
#include "text/language.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::match {

/// What the matcher sees of a message or a stretch of it; used for learning and for answering
/// alike. Views into the utterance and into itself: keep both, and do not move it.
class utterance_sample {
public:
    utterance_sample(const text::utterance& said, std::span<const text::concept_traits> concepts,
                     std::uint32_t begin, std::uint32_t end);
    utterance_sample(const utterance_sample&) = delete;
    utterance_sample& operator=(const utterance_sample&) = delete;

    [[nodiscard]] sample_text view() const noexcept { return {words_, unsegmented_, symbols_}; }

    /// The same to learn from or to compare with, without its classes; owns its strings.
    [[nodiscard]] training_row row() const;

private:
    std::vector<std::string_view> words_;
    std::string names_; ///< one after the other
    std::vector<std::string_view> symbols_;
    bool unsegmented_ = false;
};

} // namespace gaitkeeper::match
