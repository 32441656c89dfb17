#include "api_request.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace gaitkeeper::slack {
namespace {

// Fields of a JSON object, in the order they are put.
class json_fields {
public:
    json_fields& raw(std::string_view name, std::string_view value) {
        text_ += text_.size() > 1 ? ",\"" : "\"";
        text_.append(name).append("\":").append(value);
        return *this;
    }
    json_fields& text(std::string_view name, std::string_view value) {
        return raw(name, boost::json::serialize(boost::json::string(value)));
    }
    json_fields& shown(const content& body) {
        text("text", body.text);
        return body.blocks.empty() ? *this : raw("blocks", body.blocks);
    }
    json_fields& thread(std::string_view ts) { return ts.empty() ? *this : text("thread_ts", ts); }
    std::string end() { return std::move(text_) + '}'; }

private:
    std::string text_ = "{";
};

std::string body_of(const post_message& call) {
    return json_fields()
        .text("channel", call.channel)
        .thread(call.thread_ts)
        .raw("unfurl_links", "false")
        .raw("unfurl_media", "false")
        .raw("link_names", "false")
        .shown(call.body)
        .end();
}

std::string body_of(const post_ephemeral& call) {
    return json_fields()
        .text("channel", call.channel)
        .text("user", call.user)
        .thread(call.thread_ts)
        .raw("link_names", "false")
        .shown(call.body)
        .end();
}

std::string body_of(const respond& call) {
    return json_fields()
        .text("response_type", call.to == audience::channel ? "in_channel" : "ephemeral")
        .raw("replace_original", call.original == original::replace ? "true" : "false")
        .raw("unfurl_links", "false")
        .raw("unfurl_media", "false")
        .shown(call.body)
        .end();
}

} // namespace

std::string_view method_of(const outgoing& call) {
    if (std::holds_alternative<post_message>(call)) return "chat.postMessage";
    if (std::holds_alternative<post_ephemeral>(call)) return "chat.postEphemeral";
    return "response_url";
}

const workspace* workspace_of(const outgoing& call) {
    if (const auto* message = std::get_if<post_message>(&call)) return &message->in;
    if (const auto* ephemeral = std::get_if<post_ephemeral>(&call)) return &ephemeral->in;
    return nullptr;
}

std::string lane_of(const outgoing& call) {
    if (const auto* message = std::get_if<post_message>(&call))
        return key_of(message->in) + message->channel;
    if (const auto* ephemeral = std::get_if<post_ephemeral>(&call))
        return key_of(ephemeral->in) + ephemeral->channel;
    return std::get<respond>(call).response_url;
}

std::string key_of(const workspace& one) {
    return one.enterprise + ' ' + one.team + ' ';
}

net::outgoing_request to_request(const outgoing& call, std::string_view base,
                                 std::string_view token) {
    net::outgoing_request made;
    const auto* by_url = std::get_if<respond>(&call);
    made.url = by_url != nullptr ? by_url->response_url : std::string(base).append(method_of(call));
    made.body = std::visit([](const auto& one) { return body_of(one); }, call);
    made.fields.emplace_back("Content-Type", "application/json; charset=utf-8");
    if (by_url == nullptr)
        made.fields.emplace_back("Authorization", "Bearer " + std::string(token));
    return made;
}

} // namespace gaitkeeper::slack
