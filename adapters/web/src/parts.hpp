#pragma once

#include <array>
#include <map>
#include <mutex>

#include "gaitkeeper/net/socket.hpp"
#include "gaitkeeper/web/web_adapter.hpp"

namespace gaitkeeper::web {

/// The rate gauges of client addresses; those that are idle are forgotten as others come.
class client_rates {
public:
    [[nodiscard]] std::shared_ptr<rate_gauge> of(const std::string& client, time_point now);

private:
    struct shard {
        std::mutex lock;
        std::map<std::string, std::shared_ptr<rate_gauge>> gauges;
        std::size_t tidy_at = 64; ///< gauges before the idle ones are looked for
    };
    std::array<shard, 16> shards_;
};

struct web_adapter::parts {
    web_options options;
    const chat_services& services;
    conversation_store& store;
    chat_metrics& metrics;
    client_rates rates;
    const net::server* server = nullptr;

    [[nodiscard]] bool is_ours(std::string_view origin) const;
};

/// Whole words of the session's steps: looks up what is wanted and keeps what has changed.
[[nodiscard]] net::task<step> settle(web_adapter::parts& with, chat_session& session, step made);

[[nodiscard]] net::task<void> run_chat(web_adapter::parts& with, std::string client,
                                       net::socket& peer);

/// POST /v1/messages, GET /v1/events, POST /v1/reply and their preflights.
[[nodiscard]] std::vector<net::route> http_chat_routes(web_adapter::parts& with);

/// The files, in the language that is asked for.
[[nodiscard]] std::vector<net::route> file_routes(web_adapter::parts& with);

} // namespace gaitkeeper::web
