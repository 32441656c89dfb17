#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/train.hpp"

namespace gaitkeeper::match {

/// "card_arrival", "cardArrival" and "card/arrival" all become "card arrival".
[[nodiscard]] std::string words_of_name(std::string_view name);

/// Two rows for each in-scope class, made of its name.
[[nodiscard]] std::vector<training_row> rows_from_names(std::span<const class_info> classes);

/// Whether names are made of words that the rows use: at least half of all their words occur there.
[[nodiscard]] bool names_are_words(std::span<const class_info> classes,
                                   std::span<const training_row> rows);

} // namespace gaitkeeper::match
