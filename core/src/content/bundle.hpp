#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper::content {

/// Named blobs in one file, ready to map: a header with a checksum, a table, then the blobs, each
/// on a 64-byte boundary and followed by zeros enough for simdjson to read in place.
/// Little-endian, no pointers, the same bytes for the same entries.
class bundle_writer {
public:
    void add(std::string name, std::string bytes);
    [[nodiscard]] std::string finish() const;

private:
    std::vector<std::pair<std::string, std::string>> entries_;
};

/// A bundle for reading: views into bytes that `owner` keeps alive. Immutable and thread-safe.
class bundle {
public:
    /// Checks header, table and checksum. `bytes` must begin on a 64-byte boundary.
    /// Errors: bad_bundle (not ours, cut, altered), wrong_version.
    [[nodiscard]] static result<bundle> open(std::span<const std::byte> bytes,
                                             std::shared_ptr<const void> owner);

    /// Empty where there is no such entry. Its bytes are followed by 64 zeros or more.
    [[nodiscard]] std::string_view find(std::string_view name) const;

    [[nodiscard]] const std::vector<std::pair<std::string_view, std::string_view>>&
    entries() const noexcept {
        return entries_;
    }

    /// Of all entries, 16 lower-case hex digits.
    [[nodiscard]] const std::string& hash() const noexcept { return hash_; }

private:
    std::shared_ptr<const void> owner_;
    std::vector<std::pair<std::string_view, std::string_view>> entries_; ///< by name
    std::string hash_;
};

} // namespace gaitkeeper::content
