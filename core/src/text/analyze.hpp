#pragma once

#include <cstddef>
#include <string_view>

#include "text/language.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::text {

/// Reads a message: normalises, splits, respells, stems, finds concepts and how they are meant.
/// Total: any bytes are read, up to `max_bytes` and `max_tokens`.
[[nodiscard]] utterance analyze(std::string_view bytes, const language& speech,
                                std::size_t max_bytes);

inline constexpr std::size_t max_tokens = 512;

} // namespace gaitkeeper::text
