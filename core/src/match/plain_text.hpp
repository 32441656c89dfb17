#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "match/features.hpp"

namespace gaitkeeper::match {

/// Bytes of a plain text that are read; the rest is ignored.
inline constexpr std::size_t max_text_bytes = std::size_t{64} * 1024;

/// The matcher's own way from text to words, for callers without the engine's analysis: NFKC and
/// full case folding (Unicode, through ICU), apostrophes between letters dropped ("what's" is
/// "whats"), words are maximal runs of letters, digits and marks. Takes any bytes: what is not
/// UTF-8 separates words. Text that is all ASCII never reaches ICU. Reusable; views returned
/// are valid until the next call.
class plain_text {
public:
    [[nodiscard]] sample_text read(std::string_view text);

private:
    void read_ascii(std::string_view text);
    void read_unicode(std::string_view text);

    std::string letters_;
    std::vector<std::size_t> word_end_;
    std::vector<std::string_view> words_;
    bool unsegmented_ = false;
};

} // namespace gaitkeeper::match
