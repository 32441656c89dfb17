#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gaitkeeper/net/options.hpp"
#include "gaitkeeper/web/chat_session.hpp"
#include "serve_settings.hpp"

namespace gaitkeeper::program {

/// What the settings mean to the parts that `serve` puts together. Numbers no clock or counter
/// could hold become the largest that it can.
[[nodiscard]] std::chrono::milliseconds seconds(std::uint64_t count);
[[nodiscard]] net::server_options
server_options_of(const serve_settings& s, const listen_address& at, const net::log_sink& log);
[[nodiscard]] web::chat_limits chat_limits_of(const serve_settings& s);

/// Under which addresses a browser on this machine reaches us, and those that `origins` names.
[[nodiscard]] std::vector<std::string> own_origins(const serve_settings& s,
                                                   const listen_address& at, std::uint16_t port);

} // namespace gaitkeeper::program
