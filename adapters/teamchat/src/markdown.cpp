#include "markdown.hpp"

#include <algorithm>

#include "gaitkeeper/teamchat/letters.hpp"

namespace gaitkeeper::teamchat {

std::string defuse(std::string_view text) {
    constexpr std::string_view zero_width_space = "\u200b";
    std::string made;
    for (const char c : text) {
        made += c;
        if (c == '@') made += zero_width_space;
    }
    return made;
}

std::string to_markdown(const reply& given, const markdown_words& words, const dialect& how) {
    auto blocks = given.blocks;
    std::stable_partition(blocks.begin(), blocks.end(),
                          [](const block& one) { return one.kind == block_kind::emergency; });
    std::string made;
    const auto bold = [&](std::string_view text) {
        return std::string(how.bold) + how.escape(text) + std::string(how.bold);
    };
    for (const auto& one : blocks) {
        if (!made.empty()) made += "\n\n";
        if (one.kind == block_kind::emergency) made += bold(words.emergency) + '\n';
        if (one.kind == block_kind::caution) made += bold(words.caution) + '\n';
        made += how.escape(one.text);
    }
    if (!given.suggestions.empty()) made += "\n\n" + bold(words.suggestions);
    for (const auto& one : given.suggestions)
        made += "\n- " + how.escape(one.text);
    return cut(made, how.most);
}

} // namespace gaitkeeper::teamchat
