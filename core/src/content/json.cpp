#include "content/json.hpp"

#include <algorithm>

#include "text/spelling.hpp"

namespace gaitkeeper::content {

using simdjson::dom::element;

void json_value::complain(std::string what) const {
    problems_->push_back({std::string(file_), pointer_, std::move(what)});
}

json_value json_value::child(element value, std::string_view key) const {
    std::string pointer = pointer_ + '/';
    for (const char c : key) { // RFC 6901 escapes these two
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return {value, file_, std::move(pointer), *problems_};
}

std::optional<json_value> json_value::find(std::string_view key) const {
    simdjson::dom::object object;
    if (value_.get(object) != simdjson::SUCCESS) {
        complain("an object is expected here");
        return std::nullopt;
    }
    element found;
    if (object.at_key(key).get(found) != simdjson::SUCCESS) return std::nullopt;
    return child(found, key);
}

std::optional<json_value> json_value::want(std::string_view key) const {
    auto found = find(key);
    if (!found && is_object()) complain("'" + std::string(key) + "' is missing");
    return found;
}

void json_value::only(std::initializer_list<std::string_view> keys) const {
    members([&](std::string_view key, const json_value& at) {
        if (key == "$schema" || std::ranges::find(keys, key) != keys.end()) return;
        at.complain("nothing is called '" + std::string(key) + "' here" +
                    did_you_mean(key, std::span(keys.begin(), keys.size())));
    });
}

std::string json_value::string() const {
    std::string_view s;
    if (value_.get(s) == simdjson::SUCCESS) return std::string(s);
    complain("a string is expected here");
    return {};
}

double json_value::number() const {
    double d = 0;
    if (value_.get(d) == simdjson::SUCCESS) return d;
    complain("a number is expected here");
    return 0;
}

bool json_value::boolean() const {
    bool b = false;
    if (value_.get(b) == simdjson::SUCCESS) return b;
    complain("true or false is expected here");
    return false;
}

std::string json_value::date(std::string_view key) const {
    const auto v = want(key);
    if (!v) return {};
    auto s = v->string();
    const auto digits = [&](std::size_t from, std::size_t count) {
        return std::ranges::all_of(s.substr(from, count),
                                   [](char c) { return c >= '0' && c <= '9'; });
    };
    const bool fits = s.size() == 10 && s[4] == '-' && s[7] == '-' && digits(0, 4) &&
                      digits(5, 2) && digits(8, 2);
    if (!fits) v->complain("'" + std::string(key) + "' is a date, YYYY-MM-DD");
    return fits ? s : std::string{};
}

std::string json_value::string(std::string_view key) const {
    const auto member = want(key);
    return member ? member->string() : std::string{};
}

std::vector<std::string> json_value::strings() const {
    std::vector<std::string> all;
    each([&](const json_value& v) {
        if (v.is_string())
            all.push_back(v.string());
        else
            v.complain("a string is expected here");
    });
    return all;
}

std::vector<std::string> json_value::strings(std::string_view key) const {
    const auto member = find(key);
    return member ? member->strings() : std::vector<std::string>{};
}

void json_value::each(const std::function<void(const json_value&)>& visit) const {
    simdjson::dom::array array;
    if (value_.get(array) != simdjson::SUCCESS) return complain("a list is expected here");
    std::size_t i = 0;
    for (const auto value : array)
        visit(child(value, std::to_string(i++)));
}

void json_value::members(
    const std::function<void(std::string_view, const json_value&)>& visit) const {
    simdjson::dom::object object;
    if (value_.get(object) != simdjson::SUCCESS) return complain("an object is expected here");
    for (const auto [key, value] : object)
        visit(key, child(value, key));
}

std::optional<json_value> parse_json(simdjson::dom::parser& parser, std::string_view file,
                                     std::string_view bytes, std::vector<problem>& problems) {
    element root;
    if (const auto error = parser.parse(bytes.data(), bytes.size()).get(root)) {
        problems.push_back(
            {std::string(file), "", std::string("not JSON: ") + simdjson::error_message(error)});
        return std::nullopt;
    }
    return json_value(root, file, "", problems);
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> known) {
    const std::u32string wide(name.begin(), name.end());
    std::size_t least = 3;
    std::string_view best;
    for (const auto& k : known) {
        const auto distance = text::edit_distance(wide, std::u32string(k.begin(), k.end()), 2);
        if (distance < least) {
            least = distance;
            best = k;
        }
    }
    return best.empty() ? std::string{} : ", did you mean '" + std::string(best) + "'?";
}

} // namespace gaitkeeper::content
