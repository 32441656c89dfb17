#include "match/model_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

#include <xxhash.h>

#include "match/kernels.hpp"

namespace gaitkeeper::match {

static_assert(std::endian::native == std::endian::little, "model files are mapped as they are");

namespace {

constexpr std::array<char, 8> magic{'g', 'a', 'i', 't', 'm', 'd', 'l', '\n'};
constexpr std::uint32_t format_version = 2;
constexpr std::size_t boundary = 64;
constexpr std::size_t max_networks = 8;

struct section {
    std::uint64_t offset; // from the start of the file; a multiple of `boundary`
    std::uint64_t size;   // in bytes
};

struct network_header {
    std::uint32_t units;
    std::uint32_t linear_units;
    std::uint32_t has_head;
    std::uint32_t square_root;
    std::array<float, block_count> blocks;
    std::uint32_t reserved;
    section table, scales, hidden_bias, head, bias;
};

struct file_header {
    std::array<char, 8> magic;
    std::uint32_t version;
    std::uint32_t header_size;
    std::uint64_t file_size;
    std::uint64_t checksum; // XXH3-64 of all bytes after this member
    std::uint32_t classes;
    std::uint32_t networks;
    std::uint32_t bucket_bits;
    float unknown_idf;
    float confidence_bias, confidence_score, confidence_coverage, confidence_top;
    float keep, balanced;
    std::uint64_t own_is_balanced;
    section names, name_begin, class_flags, class_bias, bucket_begin, fingerprints, idf;
    std::array<network_header, max_networks> network;
};
static_assert(std::is_trivially_copyable_v<file_header>);
constexpr std::size_t hashed_from = offsetof(file_header, checksum) + sizeof(std::uint64_t);

// Lays sections one after the other, each on a boundary.
class layout {
public:
    template <class T>
    section place(std::span<const T> data) {
        const section where{size_, data.size_bytes()};
        pieces_.push_back({where.offset, std::vector<std::byte>(data.size_bytes())});
        if (!data.empty()) std::memcpy(pieces_.back().bytes.data(), data.data(), data.size_bytes());
        size_ = padded(size_ + data.size_bytes(), boundary);
        return where;
    }

    [[nodiscard]] model_bytes finish(file_header header) const {
        model_bytes file(size_);
        const auto out = file.writable();
        std::ranges::fill(out, std::byte{0});
        for (const auto& next : pieces_)
            std::ranges::copy(next.bytes, out.subspan(next.offset).begin());
        header.file_size = out.size();
        std::memcpy(out.data(), &header, sizeof(header));
        seal(out);
        return file;
    }

    static void seal(std::span<std::byte> out) noexcept {
        const auto sum = XXH3_64bits(out.data() + hashed_from, out.size() - hashed_from);
        std::memcpy(out.data() + offsetof(file_header, checksum), &sum, sizeof(sum));
    }

private:
    struct piece {
        std::size_t offset;
        std::vector<std::byte> bytes;
    };
    std::vector<piece> pieces_;
    std::size_t size_ = padded(sizeof(file_header), boundary);
};

// One row of floats as signed bytes; the scale is what 1 means.
float quantise(std::span<const float> row, std::span<std::int8_t> out) noexcept {
    float largest = 0.0F;
    for (const auto w : row)
        largest = std::max(largest, std::abs(w));
    const auto scale = largest / 127.0F;
    for (std::size_t i = 0; i < row.size(); ++i) {
        out[i] =
            scale > 0.0F ? static_cast<std::int8_t>(std::lround(row[i] / scale)) : std::int8_t{0};
    }
    return scale;
}

void collapse_row(const network& net, std::span<const float> units, std::vector<float>& out) {
    std::vector<const float*> rows;
    for (std::size_t k = 0; k < net.units; ++k)
        rows.push_back(&net.head[k * net.class_stride]);
    std::fill(out.begin(), out.end(), 0.0F);
    add_scaled_rows(out.data(), net.class_stride, rows, units.data());
}

network_header place_network(layout& file, const trained_network& trained) {
    const auto& net = trained.net;
    const auto rows = net.input.size() / net.units;
    const auto units = trained.collapse ? padded(net.classes, unit_step) : net.units;
    std::vector<std::int8_t> table(rows * units);
    std::vector<float> scales(rows);
    std::vector<float> wide(units);
    for (std::size_t r = 0; r < rows; ++r) {
        std::span<const float> row(&net.input[r * net.units], net.units);
        if (trained.collapse) {
            collapse_row(net, row, wide);
            row = wide;
        }
        scales[r] = quantise(row, std::span(table).subspan(r * units, units));
    }
    auto hidden_bias = net.hidden_bias;
    if (trained.collapse) {
        hidden_bias.assign(units, 0.0F);
        collapse_row(net, net.hidden_bias, hidden_bias);
        for (std::size_t c = 0; c < net.class_stride; ++c)
            hidden_bias[c] += net.bias[c];
    }
    network_header header{};
    header.units = static_cast<std::uint32_t>(units);
    header.linear_units = static_cast<std::uint32_t>(trained.collapse ? units : net.linear_units);
    header.has_head = trained.collapse ? 0 : 1;
    header.square_root = trained.input_weights.square_root ? 1 : 0;
    header.blocks = trained.input_weights.blocks;
    header.table = file.place<std::int8_t>(table);
    header.scales = file.place<float>(scales);
    header.hidden_bias = file.place<float>(hidden_bias);
    if (!trained.collapse) {
        header.head = file.place<float>(net.head);
        header.bias = file.place<float>(net.bias);
    }
    return header;
}

} // namespace

// Turns a header's sections into spans; every doubt is an error.
struct model_reader {
    std::span<const std::byte> bytes;
    file_header header{};
    bool sound = true;

    template <class T>
    std::span<const T> read(const section& where, std::size_t count) noexcept {
        const auto fits = where.offset % boundary == 0 && where.offset <= bytes.size() &&
                          where.size <= bytes.size() - where.offset &&
                          where.size == count * sizeof(T);
        if (!fits || count > bytes.size()) {
            sound = false;
            return {};
        }
        return {reinterpret_cast<const T*>(bytes.data() + where.offset), count};
    }

    std::span<const float> read_finite(const section& where, std::size_t count) noexcept {
        const auto values = read<float>(where, count);
        sound = sound && std::ranges::all_of(values, [](float v) {
                    return std::isfinite(v) && std::abs(v) < 1e6F;
                });
        return values;
    }

    void read_classes(model& out) {
        const std::size_t count = header.classes;
        if (count == 0 || count > max_classes) sound = false;
        if (!sound) return;
        const auto begin = read<std::uint32_t>(header.name_begin, count + 1);
        const auto flags = read<std::uint8_t>(header.class_flags, count);
        const auto names = read<char>(header.names, header.names.size);
        if (!sound || begin.back() != names.size() || !std::ranges::is_sorted(begin)) {
            sound = false;
            return;
        }
        bool any_in_scope = false;
        for (std::size_t c = 0; c < count; ++c) {
            out.classes_.push_back(
                {std::string_view(names.data() + begin[c], begin[c + 1] - begin[c]),
                 flags[c] != 0});
            any_in_scope = any_in_scope || flags[c] == 0;
        }
        sound = any_in_scope;
    }

    void read_words(model& out) {
        if (header.bucket_bits < 1 || header.bucket_bits > 28) sound = false;
        if (!sound) return;
        auto& words = out.words_;
        const auto rows = header.idf.size / sizeof(float);
        words.bucket_bits = header.bucket_bits;
        words.unknown_idf = header.unknown_idf;
        words.bucket_begin =
            read<std::uint32_t>(header.bucket_begin, (std::size_t{1} << header.bucket_bits) + 1);
        words.fingerprints = read<std::uint32_t>(header.fingerprints, rows);
        words.idf = read_finite(header.idf, rows);
        sound = sound && words.bucket_begin.back() == rows &&
                std::ranges::is_sorted(words.bucket_begin) && std::isfinite(words.unknown_idf) &&
                words.unknown_idf >= 0.0F &&
                std::ranges::all_of(words.idf, [](float v) { return v >= 0.0F; });
    }

    void read_network(model& out, const network_header& from) {
        const auto rows = out.words_.rows();
        const auto stride = padded(out.classes_.size(), lane_count);
        network_view net{.input_weights = {from.blocks, from.square_root != 0},
                         .units = from.units,
                         .linear_units = from.linear_units,
                         .has_head = from.has_head != 0,
                         .table = {},
                         .scales = {},
                         .hidden_bias = {},
                         .head = {},
                         .bias = {}};
        const auto plausible =
            net.units > 0 && net.units % unit_step == 0 && net.units <= 2 * max_classes &&
            net.linear_units <= net.units && net.linear_units % lane_count == 0 &&
            (net.has_head || net.units >= stride) &&
            std::ranges::all_of(from.blocks, [](float w) { return w >= 0.0F && w < 1e3F; });
        if (!plausible) sound = false;
        if (!sound) return;
        net.table = read<std::int8_t>(from.table, rows * net.units);
        net.scales = read_finite(from.scales, rows);
        net.hidden_bias = read_finite(from.hidden_bias, net.units);
        if (net.has_head) {
            net.head = read_finite(from.head, net.units * stride);
            net.bias = read_finite(from.bias, stride);
        }
        out.networks_.push_back(net);
    }

    void read_confidence(model& out) {
        const auto by_class = read_finite(header.class_bias, header.classes);
        out.calibration_ = {header.confidence_bias,
                            header.confidence_score,
                            header.confidence_coverage,
                            header.confidence_top,
                            {by_class.begin(), by_class.end()}};
        out.points_ = {header.keep, header.balanced, header.own_is_balanced != 0};
        for (const auto v :
             {header.confidence_bias, header.confidence_score, header.confidence_coverage,
              header.confidence_top, header.keep, header.balanced}) {
            sound = sound && std::isfinite(v);
        }
    }

    bool read_all(model& out) {
        if (header.networks == 0 || header.networks > max_networks) return false;
        read_classes(out);
        read_words(out);
        for (std::size_t n = 0; n < header.networks; ++n)
            read_network(out, header.network[n]);
        read_confidence(out);
        out.bytes_ = bytes;
        return sound;
    }
};

namespace {

error broken(errc code, std::string what) {
    return {code, {{"", "", std::move(what)}}};
}

} // namespace

result<model> model::from_bytes(std::span<const std::byte> bytes) {
    if (bytes.size() < sizeof(file_header))
        return broken(errc::bad_bundle, "too short for a matcher model");
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % boundary != 0) {
        return broken(errc::bad_bundle, "model bytes do not begin on a 64-byte boundary");
    }
    model_reader reader{.bytes = bytes};
    std::memcpy(&reader.header, bytes.data(), sizeof(file_header));
    const auto& header = reader.header;
    if (header.magic != magic) return broken(errc::bad_bundle, "not a matcher model");
    if (header.version != format_version || header.header_size != sizeof(file_header)) {
        return broken(errc::wrong_version, "a matcher model of another format version");
    }
    if (header.file_size != bytes.size())
        return broken(errc::bad_bundle, "matcher model cut short or grown");
    if (XXH3_64bits(bytes.data() + hashed_from, bytes.size() - hashed_from) != header.checksum) {
        return broken(errc::bad_bundle, "matcher model altered: its checksum differs");
    }
    model made;
    if (!reader.read_all(made)) return broken(errc::bad_bundle, "matcher model is inconsistent");
    return made;
}

result<model> model::from_bytes(std::shared_ptr<const model_bytes> bytes) {
    auto made = from_bytes(bytes->view());
    if (made) made->owned_ = std::move(bytes);
    return made;
}

model_bytes write_model(const model_parts& parts) {
    layout file;
    file_header header{};
    header.magic = magic;
    header.version = format_version;
    header.header_size = sizeof(file_header);
    header.classes = static_cast<std::uint32_t>(parts.classes.size());
    header.networks = static_cast<std::uint32_t>(parts.networks.size());
    header.bucket_bits = parts.words.bucket_bits;
    header.unknown_idf = parts.words.unknown_idf;

    std::string names;
    std::vector<std::uint32_t> name_begin{0};
    std::vector<std::uint8_t> flags;
    for (const auto& c : parts.classes) {
        names += c.name;
        name_begin.push_back(static_cast<std::uint32_t>(names.size()));
        flags.push_back(c.out_of_scope ? 1 : 0);
    }
    header.names = file.place<char>(names);
    header.name_begin = file.place<std::uint32_t>(name_begin);
    header.class_flags = file.place<std::uint8_t>(flags);
    header.class_bias = file.place<float>(std::vector<float>(parts.classes.size()));
    header.bucket_begin = file.place(parts.words.bucket_begin);
    header.fingerprints = file.place(parts.words.fingerprints);
    header.idf = file.place(parts.words.idf);
    for (std::size_t n = 0; n < parts.networks.size(); ++n) {
        header.network[n] = place_network(file, parts.networks[n]);
    }
    const auto made = std::make_shared<const model_bytes>(file.finish(header));
    return recalibrate(model::from_bytes(made).value(), parts.calibrated, parts.points);
}

model_bytes recalibrate(const model& from, const calibration& calibrated,
                        const operating_points& points) {
    model_bytes copy(from.to_bytes().size());
    const auto out = copy.writable();
    std::ranges::copy(from.to_bytes(), out.begin());
    file_header header{};
    std::memcpy(&header, out.data(), sizeof(header));
    header.confidence_bias = calibrated.bias;
    header.confidence_score = calibrated.score;
    header.confidence_coverage = calibrated.coverage;
    header.confidence_top = calibrated.top;
    header.keep = points.keep;
    header.balanced = points.balanced;
    header.own_is_balanced = points.own_is_balanced ? 1 : 0;
    std::memcpy(out.data(), &header, sizeof(header));
    auto by_class = calibrated.by_class;
    by_class.resize(header.classes);
    std::memcpy(out.data() + header.class_bias.offset, by_class.data(), header.class_bias.size);
    layout::seal(out);
    return copy;
}

} // namespace gaitkeeper::match
