#include "message_object.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gaitkeeper::wire {
namespace {

namespace json = boost::json;

error bad(std::string what) {
    return {errc::bad_input, {{"", "", std::move(what)}}};
}

} // namespace

result<json::object> parse_object(std::string_view text) {
    json::error_code failed;
    json::parse_options options;
    options.max_depth = 32;
    auto value = json::parse(json::string_view(text.data(), text.size()), failed, {}, options);
    if (failed) return bad("not a JSON object: " + failed.message());
    if (!value.is_object()) return bad("not a JSON object");
    return std::move(value.get_object());
}

result<incoming_message> read_message(const json::object& from) {
    incoming_message made;
    const auto read = [&](std::string_view key, std::string& to, bool wanted) {
        const auto* member = from.if_contains(key);
        if (member == nullptr || (member->is_null() && !wanted)) return !wanted;
        const auto* s = member->if_string();
        if (s == nullptr) return false;
        to.assign(s->data(), s->size());
        return true;
    };
    if (!read("text", made.text, true)) return bad("'text' must be a string");
    if (!read("locale", made.locale, false)) return bad("'locale' must be a string");
    if (!read("region", made.region, false)) return bad("'region' must be a string");
    if (!read("conversation", made.conversation, false))
        return bad("'conversation' must be a string");
    return made;
}

result<incoming_message> parse_message(std::string_view text) {
    const auto object = parse_object(text);
    if (!object) return object.error();
    return read_message(*object);
}

std::string error_line(const error& e, std::size_t line) {
    const auto what = e.problems.empty() ? std::string(name(e.code)) : e.problems.front().what;
    return json::serialize(json::object{
        {"error",
         json::object{{"code", json::string(name(e.code))}, {"message", what}, {"line", line}}}});
}

} // namespace gaitkeeper::wire
