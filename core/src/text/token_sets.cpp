#include "text/token_sets.hpp"

#include <algorithm>

namespace gaitkeeper::text {

std::uint32_t token_sets::add(std::span<const instruction> readers) {
    std::vector<std::pair<opcode, std::uint32_t>> members;
    for (const auto& i : readers) {
        if (i.what == opcode::prefix) return any;
        members.emplace_back(i.what, i.what == opcode::number ? 0 : i.a);
    }
    std::ranges::sort(members);
    members.erase(std::unique(members.begin(), members.end()), members.end());
    const auto next = static_cast<std::uint32_t>(size_of_.size());
    const auto [at, is_new] = known_.emplace(members, next);
    if (!is_new) return at->second;
    size_of_.push_back(static_cast<std::uint32_t>(members.size()));
    for (const auto& [what, id] : members) {
        auto& of = what == opcode::word    ? by_stem_
                   : what == opcode::form  ? by_key_
                   : what == opcode::label ? by_label_
                                           : numbers_;
        if (of.size() <= id) of.resize(id + std::size_t{1});
        of[id].push_back(next);
    }
    return next;
}

} // namespace gaitkeeper::text
