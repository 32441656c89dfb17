#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gaitkeeper/error.hpp"

namespace gaitkeeper::program {

/// Everything about `serve` that can be set; each default is the documented one.
struct serve_settings {
    std::string listen = "127.0.0.1:8080", content, locale, region, tls_certificate, tls_key,
                log_level = "info", slack_api_base = "https://slack.com/api";
    std::vector<std::string> origins, trusted_proxies, proxy_protocol;
    std::uint64_t threads = 0, drain_seconds = 10;
    std::uint64_t header_bytes = 16 * 1024, header_fields = 64, header_seconds = 5,
                  body_bytes = 64 * 1024, body_seconds = 10;
    std::uint64_t send_seconds = 30, keep_alive_seconds = 30, keep_alive_requests = 100,
                  read_ahead_bytes = 2 * 1024;
    std::uint64_t connections = 10'000, connections_per_address = 20;
    std::uint64_t frame_bytes = 16 * 1024, frame_seconds = 10, hello_seconds = 10,
                  socket_idle_seconds = 60;
    std::uint64_t close_seconds = 2, control_frames_per_minute = 10, unsent_bytes = 256 * 1024,
                  socket_bytes_per_second = 16 * 1024, socket_bytes_burst = 64 * 1024;
    std::uint64_t text_code_points = 2000, text_bytes = 8 * 1024;
    std::uint64_t messages_per_minute = 60, message_burst = 5, messages_per_minute_of_address = 60,
                  rate_breaches = 10, bad_frames = 3;
    std::uint64_t replies_kept = 32, sessions = 50'000, session_idle_minutes = 30,
                  sessions_bytes = 256 * 1024 * 1024;
};

/// A key of the file and the flag of the same name.
struct setting {
    std::string name;
    std::string help;
    std::variant<std::string*, std::vector<std::string>*, std::uint64_t*> value;
    bool is_common = false; ///< a flag that every command has
};

/// All of them, pointing into `of`.
[[nodiscard]] std::vector<setting> settings_of(serve_settings& of);

/// Reads TOML into the settings, but for those that `is_given` says a flag has set. Answers every
/// problem, each with its line: bad syntax, a wrong type, a key that is none, with the nearest that
/// is.
[[nodiscard]] std::vector<problem> read_config(std::string_view toml, const std::string& file,
                                               serve_settings& into,
                                               const std::function<bool(const setting&)>& is_given);

/// HOST and PORT of "HOST:PORT" or "[HOST]:PORT"; "localhost" is 127.0.0.1. Nothing for any other
/// text.
struct listen_address {
    std::string host;
    std::uint16_t port = 0;
};
[[nodiscard]] result<listen_address> parse_listen(std::string_view text);

} // namespace gaitkeeper::program
