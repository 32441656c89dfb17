#include "gaitkeeper/web/web_adapter.hpp"

#include <algorithm>

#include "gaitkeeper/net/server.hpp"
#include "parts.hpp"

namespace gaitkeeper::web {
namespace {

time_point now() {
    return std::chrono::steady_clock::now();
}

constexpr unsigned unavailable = 503;

net::response text(std::string body) {
    return {200, "text/plain; charset=utf-8", std::move(body), {}};
}

net::answerer document(std::string_view bytes) {
    return net::at_once([bytes](const net::request&) {
        return net::response{
            200, "application/json", std::string(bytes), {{"Access-Control-Allow-Origin", "*"}}};
    });
}

} // namespace

std::shared_ptr<rate_gauge> client_rates::of(const std::string& client, time_point at) {
    auto& in = shards_[std::hash<std::string>{}(client) % shards_.size()];
    const std::scoped_lock held(in.lock);
    if (in.gauges.size() >= in.tidy_at) {
        std::erase_if(in.gauges, [&](const auto& one) {
            return one.second.use_count() == 1 && one.second->is_idle(at);
        });
        in.tidy_at = std::max<std::size_t>(64, in.gauges.size() * 2);
    }
    auto& found = in.gauges[client];
    if (!found) found = std::make_shared<rate_gauge>();
    return found;
}

bool web_adapter::parts::is_ours(std::string_view origin) const {
    return std::ranges::find(options.origins, origin) != options.origins.end();
}

net::task<step> settle(web_adapter::parts& with, chat_session& session, step made) {
    if (!made.wanted.empty()) {
        auto found = co_await with.store.find(std::move(made.wanted), now());
        made = session.found(std::move(found), now());
    }
    if (made.changed) co_await with.store.keep(session.state(), now());
    if (made.ended) co_await with.store.forget(session.state());
    co_return made;
}

net::task<void> run_chat(web_adapter::parts& with, std::string client, net::socket& peer) {
    chat_session session(with.services, with.rates.of(client, now()));
    while (true) {
        const bool is_greeted = session.state() != nullptr;
        const auto came =
            co_await peer.receive(is_greeted ? milliseconds::zero() : with.options.hello_time);
        if (came == net::arrival::closed) co_return;
        step made = came == net::arrival::late ? session.on_silence()
                                               : session.on_frame(peer.message(), now());
        if (!made.wanted.empty() || made.changed || made.ended)
            made = co_await settle(with, session, std::move(made));
        if (!made.frames.empty()) {
            const bool is_sent = co_await peer.send(made.frames);
            if (!is_sent) co_return;
        }
        if (made.close) {
            co_await peer.close(*made.close == farewell::done ? net::close_code::normal
                                                              : net::close_code::policy);
            co_return;
        }
    }
}

web_adapter::web_adapter(web_options options, const chat_services& services,
                         conversation_store& store, chat_metrics& metrics)
    : parts_(new parts{std::move(options), services, store, metrics, {}, nullptr}) {}

web_adapter::~web_adapter() = default;

void web_adapter::watch(const net::server& server) {
    parts_->server = &server;
}

std::vector<net::route> web_adapter::routes() {
    auto& with = *parts_;
    std::vector<net::route> all = http_chat_routes(with);
    all.push_back({"GET", "/chat",
                   net::socket_endpoint{{"gaitkeeper.v1"},
                                        with.options.origins,
                                        [&with](std::string client, net::socket& peer) {
                                            return run_chat(with, std::move(client), peer);
                                        }}});
    all.push_back(
        {"GET", "/healthz", net::at_once([](const net::request&) { return text("ok\n"); })});
    all.push_back({"GET", "/readyz", net::at_once([&with](const net::request&) {
                       const bool is_ready = with.server != nullptr && !with.server->is_draining();
                       return is_ready ? text("ready\n") : net::problem(unavailable);
                   })});
    all.push_back({"GET", "/metrics", net::at_once([&with](const net::request&) {
                       auto made = text(with.metrics.text(
                           with.server != nullptr ? with.server->seen() : net::figures{}));
                       made.type = "text/plain; version=0.0.4; charset=utf-8";
                       return made;
                   })});
    all.push_back({"GET", "/asyncapi.json", document(asyncapi_document())});
    all.push_back({"GET", "/openapi.json", document(openapi_document())});
    for (auto& one : file_routes(with))
        all.push_back(std::move(one));
    return all;
}

} // namespace gaitkeeper::web
