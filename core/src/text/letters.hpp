#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace gaitkeeper::text {

/// What a locale holds for one letter: `ヒ` and `ひ`, `ة` and `ه`. Built from ICU transliteration
/// rules (UTS #35, part 2, section 10) taken a code point at a time, so that offsets stay true;
/// rules that look at neighbours have no effect. Immutable; safe for any number of threads.
class letters {
public:
    letters() = default;
    /// Faulty rules make a table without entries; `complaint_about` says what is wrong with them.
    explicit letters(const std::string& rules);

    /// Why ICU refuses the rules, in its words; empty where it takes them.
    [[nodiscard]] static std::string complaint_about(const std::string& rules);

    void apply(std::string& word) const;

private:
    std::unordered_map<char32_t, std::string> table_;
};

} // namespace gaitkeeper::text
