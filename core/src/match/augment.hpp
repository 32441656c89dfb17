#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/train.hpp"

namespace gaitkeeper::match {

/// A copy of each row with one typing error: a letter inserted, deleted, replaced or swapped with
/// its neighbour, at a random place, drawn from the rows' own letters. Rows without words yield
/// none.
[[nodiscard]] std::vector<training_row> with_typing_errors(std::span<const training_row> rows,
                                                           std::uint64_t seed);

} // namespace gaitkeeper::match
