#include "gaitkeeper/wire/record_json.hpp"

#include <boost/json/serialize.hpp>

#include "gaitkeeper/wire/reply_json.hpp"
#include "message_object.hpp"

namespace gaitkeeper::wire {
namespace {

namespace json = boost::json;

const json::value* member(const json::object& of, std::string_view key) {
    return of.if_contains(json::string_view(key.data(), key.size()));
}

bool same_member(const json::object& before, const json::object& after, std::string_view key) {
    const auto* a = member(before, key);
    const auto* b = member(after, key);
    if (a == nullptr || b == nullptr) return a == b;
    return *a == *b;
}

} // namespace

std::string record_line(const incoming_message& said, const reply& answer) {
    json::object line{{"text", said.text}};
    if (!said.locale.empty()) line["locale"] = said.locale;
    if (!said.region.empty()) line["region"] = said.region;
    if (!said.conversation.empty()) line["conversation"] = said.conversation;
    line["reply"] = to_object(answer);
    return json::serialize(line);
}

result<recorded_request> parse_record(std::string_view text) {
    const auto object = parse_object(text);
    if (!object) return object.error();
    auto said = read_message(*object);
    if (!said) return said.error();
    recorded_request made{std::move(*said), std::nullopt, {}};
    if (const auto* reply = member(*object, "reply"); reply != nullptr && reply->is_object()) {
        made.reply = reply->as_object();
    }
    const auto* receipt = member(made.reply ? *made.reply : *object, "receipt");
    if (receipt == nullptr || !receipt->is_object()) {
        return error{errc::bad_input,
                     {{"", "", "neither 'reply' nor 'receipt' says what was answered"}}};
    }
    made.receipt = receipt->as_object();
    return made;
}

std::vector<std::string> noticeable_differences(const json::object& before,
                                                const json::object& after) {
    std::vector<std::string> differing;
    for (const std::string_view key : {"triage", "flags"}) {
        if (!same_member(before, after, key)) differing.emplace_back(key);
    }
    if (topic_ids(before) != topic_ids(after)) differing.emplace_back("topics");
    for (const std::string_view key : {"blocks", "suggestions", "locale"}) {
        if (!same_member(before, after, key)) differing.emplace_back(key);
    }
    return differing;
}

std::string topic_ids(const json::object& reply) {
    std::string ids;
    const auto* topics = member(reply, "topics");
    if (topics == nullptr || !topics->is_array()) return ids;
    for (const auto& t : topics->as_array()) {
        const auto* topic = t.if_object();
        const auto* id = topic == nullptr ? nullptr : member(*topic, "id");
        if (id == nullptr || !id->is_string()) continue;
        if (!ids.empty()) ids += ", ";
        ids += std::string_view(id->as_string().data(), id->as_string().size());
    }
    return ids;
}

} // namespace gaitkeeper::wire
