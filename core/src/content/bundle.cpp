#include "content/bundle.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include <xxhash.h>

namespace gaitkeeper::content {
namespace {

static_assert(std::endian::native == std::endian::little, "bundles are mapped, not decoded");

constexpr std::string_view magic = "gaitkeep";
constexpr std::uint32_t format_version = 1;
constexpr std::size_t alignment = 64;
constexpr std::size_t padding = 64;

struct header {
    char magic[8];
    std::uint32_t version;
    std::uint32_t entries;
    std::uint64_t size;     // of the whole file
    std::uint64_t checksum; // XXH3 of all that follows the header
};

struct table_entry {
    std::uint64_t name, name_size, bytes, bytes_size;
};

std::size_t aligned(std::size_t n) noexcept {
    return (n + alignment - 1) / alignment * alignment;
}

error bad(errc code, std::string_view what) {
    return {code, {{"", "", std::string(what)}}};
}

} // namespace

void bundle_writer::add(std::string name, std::string bytes) {
    entries_.emplace_back(std::move(name), std::move(bytes));
}

std::string bundle_writer::finish() const {
    auto sorted = entries_;
    std::ranges::sort(sorted);
    std::vector<table_entry> table;
    std::size_t at = sizeof(header) + sorted.size() * sizeof(table_entry);
    for (const auto& [name, bytes] : sorted) {
        table.push_back({at, name.size(), 0, bytes.size()});
        at += name.size();
    }
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        at = aligned(at);
        table[i].bytes = at;
        at += sorted[i].second.size() + padding;
    }
    std::string file(aligned(at), '\0');
    std::memcpy(file.data() + sizeof(header), table.data(), table.size() * sizeof(table_entry));
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        std::ranges::copy(sorted[i].first,
                          file.begin() + static_cast<std::ptrdiff_t>(table[i].name));
        std::ranges::copy(sorted[i].second,
                          file.begin() + static_cast<std::ptrdiff_t>(table[i].bytes));
    }
    header h{};
    std::ranges::copy(magic, h.magic);
    h.version = format_version;
    h.entries = static_cast<std::uint32_t>(sorted.size());
    h.size = file.size();
    h.checksum = XXH3_64bits(file.data() + sizeof(header), file.size() - sizeof(header));
    std::memcpy(file.data(), &h, sizeof h);
    return file;
}

result<bundle> bundle::open(std::span<const std::byte> bytes, std::shared_ptr<const void> owner) {
    header h{};
    if (bytes.size() < sizeof h) return bad(errc::bad_bundle, "too short to be a bundle");
    std::memcpy(&h, bytes.data(), sizeof h);
    if (std::string_view(h.magic, sizeof h.magic) != magic) {
        return bad(errc::bad_bundle, "not a bundle of compiled content");
    }
    if (h.version != format_version) {
        return bad(errc::wrong_version, "a bundle of format " + std::to_string(h.version) +
                                            "; this program reads format " +
                                            std::to_string(format_version) + ", compile it anew");
    }
    if (h.size != bytes.size()) return bad(errc::bad_bundle, "the bundle is cut short");
    if (XXH3_64bits(bytes.data() + sizeof h, bytes.size() - sizeof h) != h.checksum) {
        return bad(errc::bad_bundle, "the bundle was altered: its checksum does not fit");
    }
    const auto inside = [&](std::uint64_t from, std::uint64_t size) {
        return from <= bytes.size() && size <= bytes.size() - from;
    };
    if (!inside(sizeof h, std::uint64_t{h.entries} * sizeof(table_entry))) {
        return bad(errc::bad_bundle, "the bundle's table is broken");
    }
    bundle made;
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    for (std::size_t i = 0; i < h.entries; ++i) {
        table_entry e{};
        std::memcpy(&e, text + sizeof h + i * sizeof e, sizeof e);
        if (!inside(e.name, e.name_size) || !inside(e.bytes, e.bytes_size) ||
            !inside(e.bytes + e.bytes_size, padding) || e.bytes % alignment != 0) {
            return bad(errc::bad_bundle, "the bundle's table is broken");
        }
        made.entries_.emplace_back(std::string_view(text + e.name, e.name_size),
                                   std::string_view(text + e.bytes, e.bytes_size));
    }
    if (!std::ranges::is_sorted(made.entries_)) {
        return bad(errc::bad_bundle, "the bundle's table is broken");
    }
    constexpr std::string_view hex = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4)
        made.hash_ += hex[(h.checksum >> shift) & 0xFU];
    made.owner_ = std::move(owner);
    return made;
}

std::string_view bundle::find(std::string_view name) const {
    const auto at =
        std::ranges::lower_bound(entries_, name, {}, [](const auto& e) { return e.first; });
    return at != entries_.end() && at->first == name ? at->second : std::string_view{};
}

} // namespace gaitkeeper::content
