#include "serve_options.hpp"

#include <algorithm>
#include <thread>

namespace gaitkeeper::program {
namespace {

std::uint32_t as_count(std::uint64_t count) {
    constexpr std::uint64_t most = 1'000'000;
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(count, 1, most));
}

web::rate_rule per_minute(std::uint64_t count, std::uint64_t burst) {
    constexpr std::uint64_t minute = 60'000'000;
    return {std::chrono::microseconds(
                static_cast<std::int64_t>(minute / std::clamp<std::uint64_t>(count, 1, minute))),
            as_count(burst)};
}

} // namespace

std::chrono::milliseconds seconds(std::uint64_t count) {
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(std::min<std::uint64_t>(count, 1'000'000) * 1000));
}

net::server_options server_options_of(const serve_settings& s, const listen_address& at,
                                      const net::log_sink& log) {
    net::server_options made;
    made.host = at.host;
    made.port = at.port;
    made.threads = s.threads != 0 ? s.threads : std::max(1U, std::thread::hardware_concurrency());
    made.tls = {s.tls_certificate, s.tls_key};
    made.trusted_proxies = s.trusted_proxies;
    made.proxy_protocol = s.proxy_protocol;
    made.drain_time = seconds(s.drain_seconds);
    auto& most = made.limits;
    most.header_bytes = s.header_bytes;
    most.header_fields = s.header_fields;
    most.body_bytes = s.body_bytes;
    most.header_time = seconds(s.header_seconds);
    most.body_time = seconds(s.body_seconds);
    most.send_time = seconds(s.send_seconds);
    most.keep_alive_time = seconds(s.keep_alive_seconds);
    most.keep_alive_requests = s.keep_alive_requests;
    most.read_ahead_bytes = s.read_ahead_bytes;
    most.connections = s.connections;
    most.connections_per_address = s.connections_per_address;
    most.frame_bytes = s.frame_bytes;
    most.message_time = seconds(s.frame_seconds);
    most.socket_idle = seconds(s.socket_idle_seconds);
    most.control_frames_per_minute = s.control_frames_per_minute;
    most.socket_bytes_per_second = s.socket_bytes_per_second;
    most.socket_bytes_burst = s.socket_bytes_burst;
    most.unsent_bytes = s.unsent_bytes;
    most.close_time = seconds(s.close_seconds);
    made.log = log;
    return made;
}

web::chat_limits chat_limits_of(const serve_settings& s) {
    web::chat_limits made;
    made.text = {s.text_code_points, s.text_bytes};
    made.frame_bytes = s.frame_bytes;
    made.messages = per_minute(s.messages_per_minute, s.message_burst);
    made.of_client = per_minute(s.messages_per_minute_of_address, s.messages_per_minute_of_address);
    made.frames = per_minute(s.messages_per_minute * 10, s.message_burst * 10);
    made.breaches = as_count(s.rate_breaches);
    made.bad_frames = as_count(s.bad_frames);
    made.replies = std::max<std::uint64_t>(1, s.replies_kept);
    return made;
}

std::vector<std::string> own_origins(const serve_settings& s, const listen_address& at,
                                     std::uint16_t port) {
    const std::string scheme = s.tls_certificate.empty() ? "http://" : "https://";
    auto made = s.origins;
    const auto host = at.host.find(':') == std::string::npos ? at.host : '[' + at.host + ']';
    for (const auto& one : {host, std::string("127.0.0.1"), std::string("localhost")})
        made.push_back(scheme + one + ':' + std::to_string(port));
    return made;
}

} // namespace gaitkeeper::program
