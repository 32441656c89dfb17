#include "match/intent_names.hpp"

#include <set>

#include "match/plain_text.hpp"

namespace gaitkeeper::match {
namespace {

constexpr bool is_upper(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) noexcept {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_punctuation(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x80 && !is_upper(c) && !is_lower(c) &&
           !(c >= '0' && c <= '9');
}

} // namespace

std::string words_of_name(std::string_view name) {
    std::string words;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (i > 0 && is_upper(name[i]) && is_lower(name[i - 1])) words += ' ';
        words += is_punctuation(name[i]) ? ' ' : name[i];
    }
    return words;
}

std::vector<training_row> rows_from_names(std::span<const class_info> classes) {
    std::vector<training_row> rows;
    plain_text reader;
    for (std::uint32_t c = 0; c < classes.size(); ++c) {
        if (classes[c].out_of_scope) continue;
        const auto name = words_of_name(classes[c].name);
        const auto sample = reader.read(name);
        training_row row;
        row.words.assign(sample.words.begin(), sample.words.end());
        row.unsegmented = sample.unsegmented;
        row.classes = {c};
        rows.push_back(row);
        rows.push_back(std::move(row));
    }
    return rows;
}

bool names_are_words(std::span<const class_info> classes, std::span<const training_row> rows) {
    std::set<std::string_view> known;
    for (const auto& row : rows)
        known.insert(row.words.begin(), row.words.end());
    std::size_t all = 0, found = 0;
    for (const auto& row : rows_from_names(classes)) {
        for (const auto& word : row.words) {
            ++all;
            found += known.contains(word) ? 1U : 0U;
        }
    }
    return found * 2 >= all && all > 0;
}

} // namespace gaitkeeper::match
