#pragma once

#include <span>
#include <vector>

#include "text/language.hpp"
#include "text/phrases.hpp"
#include "text/utterance.hpp"

namespace gaitkeeper::text {

/// Tokens that a cue governs at most in scripts with spaces, and characters in those without.
/// NegEx's window of six, and one for the fillers of chat.
inline constexpr std::uint32_t cue_reach_words = 7;
inline constexpr std::uint32_t cue_reach_characters = 14;

/// Sets the stance of every mention of `u` from the cues among `found`, after NegEx (Chapman et al.
/// 2001, J Biomed Inform 34) and ConText (Harkema et al. 2009, J Biomed Inform 42).
void mark_stances(utterance& u, std::span<const phrase> found, const language& speech);

} // namespace gaitkeeper::text
