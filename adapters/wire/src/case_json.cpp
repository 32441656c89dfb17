#include "gaitkeeper/wire/case_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace gaitkeeper::wire {
namespace {

namespace json = boost::json;

error bad(std::string what) {
    return {errc::bad_input, {{"", "", std::move(what)}}};
}

bool read_strings(const json::object& object, std::string_view key, std::vector<std::string>& to) {
    const auto* member = object.if_contains(key);
    if (member == nullptr) return true;
    const auto* list = member->if_array();
    if (list == nullptr) return false;
    for (const auto& v : *list) {
        if (!v.is_string()) return false;
        to.emplace_back(v.get_string().data(), v.get_string().size());
    }
    return true;
}

} // namespace

result<evaluation_case> parse_case(std::string_view line) {
    json::error_code failed;
    const auto value = json::parse(json::string_view(line.data(), line.size()), failed);
    if (failed || !value.is_object()) return bad("not a JSON object");
    const auto& object = value.get_object();
    evaluation_case made;
    const auto string = [&](std::string_view key, std::string& to) {
        const auto* member = object.if_contains(key);
        if (member == nullptr || !member->is_string()) return false;
        to.assign(member->get_string().data(), member->get_string().size());
        return true;
    };
    for (const auto& [key, to] : {std::pair<std::string_view, std::string*>{"id", &made.id},
                                  {"locale", &made.locale},
                                  {"text", &made.text}}) {
        if (!string(key, *to)) return bad("'" + std::string(key) + "' must be a string");
    }
    for (const auto& [key, to] :
         {std::pair<std::string_view, std::vector<std::string>*>{"any_of", &made.any_of},
          {"all_of", &made.all_of},
          {"none_of", &made.none_of}}) {
        if (!read_strings(object, key, *to))
            return bad("'" + std::string(key) + "' must be a list of strings");
    }
    std::string level;
    if (!string("triage", level)) return bad("'triage' must be a string");
    for (const auto known : {triage_level::none, triage_level::urgent, triage_level::emergency}) {
        if (level == name(known)) {
            made.triage = known;
            return made;
        }
    }
    return bad("'triage' must be none, urgent or emergency");
}

} // namespace gaitkeeper::wire
