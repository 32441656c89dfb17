#include "text/stem.hpp"

#include <map>

#include <libstemmer.h>

namespace gaitkeeper::text {
namespace {

using handle = std::unique_ptr<sb_stemmer, decltype(&sb_stemmer_delete)>;

// A Snowball stemmer works in a buffer of its own, so each thread keeps one per algorithm.
sb_stemmer* of_this_thread(const std::string& algorithm) {
    thread_local std::map<std::string, handle, std::less<>> stemmers;
    const auto found = stemmers.find(algorithm);
    if (found != stemmers.end()) return found->second.get();
    handle made(sb_stemmer_new(algorithm.c_str(), "UTF_8"), &sb_stemmer_delete);
    return stemmers.emplace(algorithm, std::move(made)).first->second.get();
}

} // namespace

stemmer::stemmer(std::string_view algorithm) : algorithm_(knows(algorithm) ? algorithm : "") {}

bool stemmer::knows(std::string_view algorithm) {
    if (algorithm.empty()) return false;
    return handle(sb_stemmer_new(std::string(algorithm).c_str(), "UTF_8"), &sb_stemmer_delete) !=
           nullptr;
}

std::string stemmer::stem(std::string_view word) const {
    constexpr std::size_t longest = 64; // no word that a stemmer helps is longer
    if (algorithm_.empty() || word.size() > longest) return std::string(word);
    auto* with = of_this_thread(algorithm_);
    const auto* stemmed = sb_stemmer_stem(with, reinterpret_cast<const sb_symbol*>(word.data()),
                                          static_cast<int>(word.size()));
    return {reinterpret_cast<const char*>(stemmed),
            static_cast<std::size_t>(sb_stemmer_length(with))};
}

} // namespace gaitkeeper::text
