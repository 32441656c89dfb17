#include "gaitkeeper/wire/client_frame.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <simdjson.h>

namespace gaitkeeper::wire {
namespace {

namespace dom = simdjson::dom;

using read_result = boost::system::result<client_frame, frame_error>;

constexpr std::size_t max_id = 64, max_tag = 35, max_token = 64, max_option = 1024, max_depth = 8;

// Ids come back in frames: letters that no encoding, terminal or log takes for more than they are.
bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= max_id &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

// simdjson checks the bytes, yet lets an escaped lone surrogate through as three bytes, and NUL
// too.
bool is_clean(std::string_view text) {
    return text.find('\0') == text.npos && simdjson::validate_utf8(text.data(), text.size());
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

// Reads the members of one object by name and notices what nobody asked for.
class members {
public:
    explicit members(dom::object from) {
        for (const auto [key, value] : from)
            all_.push_back({key, value, false});
    }

    [[nodiscard]] bool has_twice() const {
        for (auto at = all_.begin(); at != all_.end(); ++at) {
            if (std::any_of(at + 1, all_.end(),
                            [&](const member& other) { return other.key == at->key; }))
                return true;
        }
        return false;
    }

    /// False when it is there and no string of that many bytes at most.
    bool text(std::string_view key, std::string& to, std::size_t most) {
        const auto* found = find(key);
        if (found == nullptr) return true;
        std::string_view read;
        if (found->get(read) != simdjson::SUCCESS || read.size() > most || !is_clean(read))
            return false;
        to = read;
        return true;
    }

    bool number(std::string_view key, std::optional<std::uint64_t>& to) {
        const auto* found = find(key);
        if (found == nullptr) return true;
        std::uint64_t read = 0;
        if (found->get(read) != simdjson::SUCCESS) return false;
        to = read;
        return true;
    }

    [[nodiscard]] bool has(std::string_view key) const {
        return std::ranges::any_of(all_, [&](const member& one) { return one.key == key; });
    }
    [[nodiscard]] bool all_read() const {
        return std::ranges::all_of(all_, [](const member& one) { return one.is_read; });
    }

private:
    struct member {
        std::string_view key;
        dom::element value;
        bool is_read;
    };

    const dom::element* find(std::string_view key) {
        const auto at = std::ranges::find(all_, key, &member::key);
        if (at == all_.end()) return nullptr;
        at->is_read = true;
        return &at->value;
    }

    std::vector<member> all_;
};

std::optional<frame_kind> kind_of(std::string_view type) {
    if (type == "hello") return frame_kind::hello;
    if (type == "message") return frame_kind::message;
    if (type == "choose") return frame_kind::choose;
    if (type == "typing") return frame_kind::typing;
    if (type == "bye") return frame_kind::bye;
    return std::nullopt;
}

bool read_option(members& from, client_frame& to) {
    std::optional<std::uint64_t> place;
    if (from.number("option", place)) {
        if (place) to.option = *place;
        return place.has_value();
    }
    std::string text;
    if (!from.text("option", text, max_option)) return false;
    to.option = std::move(text);
    return true;
}

read_result read(members& from, const text_limits& most) {
    client_frame made;
    std::string type;
    constexpr std::size_t any = static_cast<std::size_t>(-1);
    const bool has_id = from.text("id", made.id, max_id) && is_id(made.id);
    if (!has_id) made.id.clear();
    const auto refuse = [&](frame_fault fault) { return frame_error{fault, made.id}; };
    if (!from.has("type") || !from.text("type", type, any)) return refuse(frame_fault::bad_frame);
    const auto kind = kind_of(type);
    if (!kind) return refuse(frame_fault::unknown_type);
    made.kind = *kind;
    const bool wants_id = made.kind == frame_kind::message || made.kind == frame_kind::choose;
    bool good = has_id == wants_id && from.has("id") == wants_id;
    if (made.kind == frame_kind::hello) {
        good = good && from.text("locale", made.locale, max_tag) &&
               from.text("region", made.region, max_tag) &&
               from.text("resume", made.resume, max_token) &&
               from.number("last_seq", made.last_seq);
    } else if (made.kind == frame_kind::message) {
        good = good && from.has("text") && from.text("text", made.text, any) &&
               from.text("locale", made.locale, max_tag);
    } else if (made.kind == frame_kind::choose) {
        good = good && from.has("option") && read_option(from, made);
    }
    if (!good || !from.all_read()) return refuse(frame_fault::bad_frame);
    if (made.text.size() > most.bytes || code_points(made.text) > most.code_points)
        return refuse(frame_fault::too_long);
    return made;
}

} // namespace

std::string_view name(frame_fault fault) noexcept {
    switch (fault) {
    case frame_fault::bad_json:
        return "bad_json";
    case frame_fault::bad_frame:
        return "bad_frame";
    case frame_fault::unknown_type:
        return "unknown_type";
    case frame_fault::too_long:
        break;
    }
    return "too_long";
}

read_result parse_client_frame(std::string_view json, const text_limits& most) {
    // A parser's buffers are kept; they grow to the largest frame, which the transport bounds.
    thread_local dom::parser parser;
    if (parser.max_depth() != max_depth &&
        parser.allocate(simdjson::dom::MINIMAL_DOCUMENT_CAPACITY, max_depth) != simdjson::SUCCESS)
        return frame_error{};
    dom::object object;
    // The DOM front end looks at everything, also at what follows the first value.
    if (parser.parse(json.data(), json.size(), true).get(object) != simdjson::SUCCESS)
        return frame_error{};
    members all(object);
    if (all.has_twice()) return frame_error{};
    return read(all, most);
}

void throw_exception_from_error(const frame_error& e, const boost::source_location&) {
    throw std::runtime_error(std::string(name(e.fault)));
}

} // namespace gaitkeeper::wire
