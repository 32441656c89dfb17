#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gaitkeeper/net/http.hpp"
#include "gaitkeeper/net/server.hpp"
#include "gaitkeeper/web/chat_session.hpp"
#include "gaitkeeper/web/metrics.hpp"

namespace gaitkeeper::web {

/// A file handed out as it is; views that live as long as the adapter.
struct static_file {
    std::string_view path;   ///< "/widget.js"; "/" for a page
    std::string_view locale; ///< of a page in several languages; else empty
    std::string_view type, bytes;
};

struct web_options {
    std::vector<std::string> origins;   ///< exact ("https://clinic.example"); whose pages may chat
    milliseconds hello_time{10'000};    ///< then 1008
    milliseconds event_comment{15'000}; ///< between comments of an event stream
    std::string page_policy;            ///< Content-Security-Policy of pages
    std::vector<static_file> files;
};

/// The browser chat and its neighbours as routes. Lives longer than the server that mounts them.
class web_adapter {
public:
    /// `services` and `store` outlive it.
    web_adapter(web_options options, const chat_services& services, conversation_store& store,
                chat_metrics& metrics);
    ~web_adapter();
    web_adapter(const web_adapter&) = delete;
    web_adapter& operator=(const web_adapter&) = delete;

    /// `/chat`, `/v1/…`, `/healthz`, `/readyz`, `/metrics`, the API documents and the files.
    [[nodiscard]] std::vector<net::route> routes();

    /// Whose readiness and figures to tell; before it serves.
    void watch(const net::server& server);

    struct parts;

private:
    std::unique_ptr<parts> parts_;
};

/// The API's own descriptions, as JSON.
[[nodiscard]] std::string_view asyncapi_document() noexcept;
[[nodiscard]] std::string_view openapi_document() noexcept;

} // namespace gaitkeeper::web
