#pragma once

#include <cstdint>
#include <span>

#include "match/model.hpp"
#include "match/sample.hpp"
#include "text/language.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::match {

/// A message before the models of its locale: its features are found once for all of them. Keep
/// the utterance, the concepts and the scratch memory, which is this message's until the end.
class reading {
public:
    reading(const text::utterance& said, std::span<const text::concept_traits> concepts,
            workspace& scratch);

    [[nodiscard]] const text::utterance& said() const noexcept { return said_; }

    /// What a model makes of the whole message. Valid until the next call.
    [[nodiscard]] prediction whole(const model& by);

    /// What the model that was last asked about the whole makes of tokens [begin, end).
    [[nodiscard]] prediction part(const model& by, std::uint32_t begin, std::uint32_t end);

private:
    const text::utterance& said_;
    std::span<const text::concept_traits> concepts_;
    workspace& scratch_;
    utterance_sample whole_;
};

} // namespace gaitkeeper::match
