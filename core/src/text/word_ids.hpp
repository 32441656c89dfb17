#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

namespace gaitkeeper::text {

/// Lets a map of strings be asked with a view.
struct string_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept {
        return std::hash<std::string_view>{}(s);
    }
};

template <class Value>
using string_map = boost::unordered_flat_map<std::string, Value, string_hash, std::equal_to<>>;

/// Strings numbered from 1 in order of appearance; 0 means unknown.
class word_ids {
public:
    std::uint32_t add(std::string_view word) {
        if (const auto known = find(word); known != 0) return known;
        const auto id = static_cast<std::uint32_t>(ids_.size() + 1);
        ids_.emplace(std::string(word), id);
        return id;
    }

    [[nodiscard]] std::uint32_t find(std::string_view word) const {
        const auto at = ids_.find(word);
        return at == ids_.end() ? 0 : at->second;
    }

    [[nodiscard]] std::size_t size() const noexcept { return ids_.size(); }

private:
    string_map<std::uint32_t> ids_;
};

} // namespace gaitkeeper::text
