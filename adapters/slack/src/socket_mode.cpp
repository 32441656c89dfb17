#include "gaitkeeper/slack/socket_mode.hpp"

#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gaitkeeper::slack {
namespace {

namespace json = boost::json;

std::string_view text_at(const json::object& of, std::string_view name) {
    const auto* value = of.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view{};
}

std::optional<json::object> read_object(std::string_view text) {
    constexpr std::size_t deepest = 64;
    json::parse_options how;
    how.max_depth = deepest;
    boost::system::error_code failed;
    auto read = json::parse(text, failed, {}, how);
    if (failed || !read.is_object()) return std::nullopt;
    return std::move(read.get_object());
}

std::optional<envelope::kind> kind_of(std::string_view type) {
    if (type == "events_api") return envelope::kind::event;
    if (type == "slash_commands") return envelope::kind::command;
    if (type == "interactive") return envelope::kind::interaction;
    return std::nullopt;
}

} // namespace

socket_mode::socket_mode(socket_mode_options options, answerer answer)
    : options_(std::move(options)), answer_(std::move(answer)) {}

std::vector<socket_step> socket_mode::start() {
    is_asking_ = true;
    return {ask_address{}};
}

std::vector<socket_step> socket_mode::on_address(const net::sent& got, instant now) {
    is_asking_ = false;
    if (is_over_) return {};
    const auto answer = judge_method(got);
    if (answer.outcome == outcome::removed || answer.outcome == outcome::hopeless) {
        options_.log.log(net::log_level::error, "slack: apps.connections.open: " + answer.code);
        is_over_ = true;
        return {give_up{}};
    }
    if (answer.outcome == outcome::limited) {
        retry_at_ = now + answer.wait;
        return {};
    }
    const auto read = read_object(got.answer.body);
    const auto url = read ? std::string(text_at(*read, "url")) : std::string{};
    if (answer.outcome != outcome::done || url.empty()) {
        retry_later(now);
        return {};
    }
    sockets_.emplace(++numbers_, state::opening);
    return {open_socket{numbers_, url}};
}

std::vector<socket_step> socket_mode::on_text(std::uint64_t socket, std::string_view text,
                                              instant) {
    const auto at = sockets_.find(socket);
    const auto read = read_object(text);
    if (at == sockets_.end() || !read) return {};
    const auto type = text_at(*read, "type");
    if (type == "hello") {
        at->second = state::greeted;
        failures_ = 0;
        std::vector<socket_step> steps;
        for (auto& [number, is] : sockets_)
            if (number != socket && is == state::leaving) steps.emplace_back(leave_socket{number});
        return steps;
    }
    if (type == "disconnect") {
        if (text_at(*read, "reason") == "link_disabled") {
            options_.log.log(net::log_level::error, "slack: Socket Mode is switched off");
            is_over_ = true;
            return {leave_socket{socket}, give_up{}};
        }
        at->second = state::leaving;
        return replace();
    }
    const auto id = text_at(*read, "envelope_id");
    if (id.empty()) return {};
    json::object acknowledged{{"envelope_id", id}};
    const auto* payload = read->if_contains("payload");
    if (const auto kind = kind_of(type); kind && payload != nullptr) {
        const auto* accepts = read->if_contains("accepts_response_payload");
        const bool may_answer = accepts != nullptr && accepts->is_bool() && accepts->get_bool();
        const auto answer = answer_({*kind, json::serialize(*payload), may_answer});
        if (const auto body = read_object(answer); may_answer && body)
            acknowledged["payload"] = *body;
    }
    return {send_text{socket, json::serialize(acknowledged)}};
}

std::vector<socket_step> socket_mode::on_closed(std::uint64_t socket, instant now) {
    const auto node = sockets_.extract(socket);
    if (node.empty() || is_over_) return {};
    // One that never greeted us is no ground to hurry.
    if (node.mapped() == state::opening) {
        if (!has_successor()) retry_later(now);
        return {};
    }
    return replace();
}

std::vector<socket_step> socket_mode::on_time(instant now) {
    if (!retry_at_ || *retry_at_ > now || is_over_) return {};
    retry_at_.reset();
    return replace();
}

bool socket_mode::is_greeted() const {
    return std::ranges::any_of(sockets_, [](const auto& s) { return s.second == state::greeted; });
}

// Another connection, unless one is there or on its way.
std::vector<socket_step> socket_mode::replace() {
    if (has_successor()) return {};
    is_asking_ = true;
    return {ask_address{}};
}

bool socket_mode::has_successor() const {
    return is_asking_ || retry_at_ ||
           std::ranges::any_of(sockets_, [](const auto& s) { return s.second != state::leaving; });
}

void socket_mode::retry_later(instant now) {
    constexpr unsigned most_doublings = 16;
    const auto whole =
        std::min(options_.longest_pause,
                 options_.first_pause * (1U << std::min(failures_++, most_doublings)));
    const double share = options_.random ? options_.random() : 0.5;
    retry_at_ = now + std::chrono::milliseconds(static_cast<std::int64_t>(
                          static_cast<double>(whole.count()) * (0.5 + share)));
}

} // namespace gaitkeeper::slack
