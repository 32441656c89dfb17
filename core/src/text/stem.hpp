#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gaitkeeper::text {

/// Snowball stemming (libstemmer) for the languages it knows. Immutable; safe for any number of
/// threads.
class stemmer {
public:
    /// `algorithm` as libstemmer names it ("english"); an unknown or empty name stems nothing.
    explicit stemmer(std::string_view algorithm = {});

    [[nodiscard]] std::string stem(std::string_view word) const;

    /// Whether libstemmer has an algorithm of this name.
    [[nodiscard]] static bool knows(std::string_view algorithm);

private:
    std::string algorithm_;
};

} // namespace gaitkeeper::text
