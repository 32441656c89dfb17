#pragma once

#include <deque>
#include <functional>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "bicycle.hpp"
#include "gaitkeeper/slack/slack_adapter.hpp"

namespace gaitkeeper::test {

inline constexpr std::string_view signing_secret = "8f742231b10e8888abcd99yyyzzz85a5";
inline constexpr std::chrono::sys_seconds noon{std::chrono::seconds(1'800'000'000)};

inline std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string made;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        made += {digits[byte >> 4U], digits[byte & 15U]};
    }
    return made;
}

/// What Slack would write into X-Slack-Signature.
inline std::string sign(std::string_view secret, std::string_view timestamp,
                        std::string_view body) {
    const auto text = "v0:" + std::string(timestamp) + ':' + std::string(body);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
    return "v0=" + to_hex({reinterpret_cast<const char*>(digest), size});
}

/// A request that owns what it is made of.
class slack_request {
public:
    explicit slack_request(std::string body, std::string type = "application/json",
                           std::chrono::sys_seconds at = noon)
        : body_(std::move(body)) {
        const auto timestamp = std::to_string(at.time_since_epoch().count());
        if (!type.empty()) set("Content-Type", std::move(type));
        set("X-Slack-Request-Timestamp", timestamp);
        set("X-Slack-Signature", sign(signing_secret, timestamp, body_));
    }

    /// Replaces a header, or takes it away.
    slack_request& set(std::string name, std::string value) {
        drop(name);
        return add(std::move(name), std::move(value));
    }
    slack_request& add(std::string name, std::string value) {
        headers_.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    slack_request& drop(const std::string& name) {
        std::erase_if(headers_, [&](const auto& one) { return one.first == name; });
        return *this;
    }
    /// Another timestamp, signed anew.
    slack_request& date(const std::string& timestamp) {
        set("X-Slack-Request-Timestamp", timestamp);
        return set("X-Slack-Signature", sign(signing_secret, timestamp, body_));
    }
    slack_request& alter(std::string body) {
        body_ = std::move(body);
        return *this;
    }

    [[nodiscard]] std::string header(const std::string& name) const {
        for (const auto& [key, value] : headers_) {
            if (key == name) return value;
        }
        return {};
    }

    [[nodiscard]] net::request view() const {
        net::request made{"POST", "/slack/events", {}, body_, {}, "client"};
        for (const auto& [key, value] : headers_)
            made.fields.emplace_back(key, value);
        return made;
    }

    /// As bytes for a socket.
    [[nodiscard]] std::string http(std::string_view target = "/slack/events") const {
        std::string made = "POST " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n";
        for (const auto& [key, value] : headers_)
            made += key + ": " + value + "\r\n";
        return made + "Content-Length: " + std::to_string(body_.size()) + "\r\n\r\n" + body_;
    }

private:
    std::string body_;
    std::vector<std::pair<std::string, std::string>> headers_;
};

/// An envelope of the Events API around an inner event.
inline std::string envelope(const std::string& inner, const std::string& id = "Ev1",
                            std::chrono::sys_seconds at = noon) {
    return R"({"token":"old","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":")" +
           id + R"(","event_time":)" + std::to_string(at.time_since_epoch().count()) +
           R"(,"authorizations":[{"enterprise_id":null,"team_id":"T1","user_id":"UBOT","is_bot":true,)"
           R"("is_enterprise_install":false}],"is_ext_shared_channel":false,"event":)" +
           inner + '}';
}

/// A direct message.
inline std::string direct(const std::string& text, const std::string& ts = "1800000000.000100",
                          const std::string& user = "U1") {
    return R"({"type":"message","channel":"D1","channel_type":"im","user":")" + user +
           R"(","ts":")" + ts + R"(","text":")" + text + "\"}";
}

/// A mention in a channel.
inline std::string mention(const std::string& text, const std::string& more = {},
                           const std::string& user = "U1") {
    return R"({"type":"app_mention","channel":"C1","user":")" + user +
           R"(","ts":"1800000000.000200","text":")" + text + '"' + more + '}';
}

inline constexpr const char* form_type = "application/x-www-form-urlencoded";

inline std::string url_encoded(std::string_view text) {
    std::string made;
    for (const char c : text)
        made += '%' + to_hex({&c, 1});
    return made;
}

inline std::string
form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    std::string made;
    for (const auto& [name, value] : fields)
        made += (made.empty() ? "" : "&") + url_encoded(name) + '=' + url_encoded(value);
    return made;
}

inline std::string command_form(std::string_view text, std::string_view trigger = "1.2.a") {
    return form({{"command", "/bicycle"},
                 {"text", text},
                 {"user_id", "U1"},
                 {"channel_id", "C1"},
                 {"channel_name", "general"},
                 {"team_id", "T1"},
                 {"api_app_id", "A1"},
                 {"is_enterprise_install", "false"},
                 {"response_url", "https://hooks.slack.com/commands/T1/1/x"},
                 {"trigger_id", trigger}});
}

/// The click of a button in a message of a channel.
inline std::string click(const std::string& action, const std::string& value,
                         const std::string& container = R"({"message_ts":"1800000000.000300"})",
                         const std::string& message = "{}") {
    return R"({"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"trigger_id":"3.4.b",)"
           R"("channel":{"id":"C1","name":"general"},"response_url":"https://hooks.slack.com/actions/T1/1/x","container":)" +
           container + R"(,"message":)" + message +
           R"(,"actions":[{"type":"button","action_id":")" + action +
           R"(","block_id":"b","value":")" + value + R"(","action_ts":"1"}]})";
}

/// Keeps what it is told to carry. A locale that nobody has told is asked for and then known.
class kept_outbox final : public slack::outbox {
public:
    void send(slack::outgoing call) override {
        const std::scoped_lock held(lock_);
        sent.push_back(std::move(call));
    }
    std::optional<std::string> known_locale(const slack::person& who) override {
        const std::scoped_lock held(lock_);
        const auto at = locales.find(who.user);
        return at == locales.end() ? std::nullopt : std::optional(at->second);
    }
    void find_locale(slack::person who, std::function<void(std::string)> then) override {
        if (is_slow)
            waiting.push_back(std::move(then));
        else
            then(known_locale(who).value_or(std::string{}));
        const std::scoped_lock held(lock_);
        asked.push_back(std::move(who));
    }

    std::vector<slack::outgoing> sent;
    std::vector<slack::person> asked;
    std::map<std::string, std::string> locales;
    bool is_slow = false; ///< who asks for a language waits
    std::vector<std::function<void(std::string)>> waiting;

private:
    std::mutex lock_;
};

/// The adapter with all that it needs, a clock that is told, and what it logged.
struct slack_workspace {
    explicit slack_workspace(slack::slack_options options = {}) {
        services.engine_now = [] { return bicycle_engine(); };
        services.default_locale = "en";
        services.log = {net::log_level::debug, [this](net::log_level, std::string_view line) {
                            const std::scoped_lock held(lock);
                            (log += line) += '\n';
                        }};
        if (options.signing_secrets.empty())
            options.signing_secrets = {std::string(signing_secret)};
        adapter.emplace(std::move(options), services, *installed);
    }

    net::response send(const slack_request& asked) {
        return adapter->carry_on(adapter->on_request(asked.view(), now), out, now);
    }
    net::response send_event(const std::string& inner, const std::string& id = "Ev1") {
        return send(slack_request(envelope(inner, id), "application/json", now));
    }

    teamchat::services services;
    std::unique_ptr<slack::installation_store> installed =
        slack::make_single_installation("xoxb-token");
    std::optional<slack::slack_adapter> adapter;
    kept_outbox out;
    std::chrono::sys_seconds now = noon;
    std::mutex lock;
    std::string log;
};

inline std::string field(const net::response& of, std::string_view name) {
    for (const auto& [key, value] : of.fields) {
        if (key == name) return value;
    }
    return {};
}

} // namespace gaitkeeper::test
