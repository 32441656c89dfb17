#include <algorithm>

#include <boost/beast/core/string.hpp>

#include "gaitkeeper/net/server.hpp"
#include "gaitkeeper/wire/message_json.hpp"
#include "gaitkeeper/wire/reply_json.hpp"
#include "parts.hpp"

namespace gaitkeeper::web {
namespace {

time_point now() {
    return std::chrono::steady_clock::now();
}

constexpr unsigned bad_request = 400, unauthorized = 401, forbidden = 403, wrong_type = 415,
                   too_long = 413, too_many = 429;

// Says whose page may read the answer; nothing for a page that is not ours.
void add_cors(const web_adapter::parts& with, const net::request& asked, net::response& to) {
    const auto origin = asked.field("Origin");
    to.fields.emplace_back("Vary", "Origin");
    if (!origin.empty() && with.is_ours(origin))
        to.fields.emplace_back("Access-Control-Allow-Origin", origin);
}

net::response cors(const web_adapter::parts& with, const net::request& asked, net::response to) {
    add_cors(with, asked, to);
    return to;
}

net::answerer preflight(web_adapter::parts& with, std::string methods) {
    return net::at_once([&with, methods = std::move(methods)](const net::request& asked) {
        if (!with.is_ours(asked.field("Origin"))) return cors(with, asked, net::problem(forbidden));
        net::response made{204, {}, {}, {}};
        made.fields = {{"Access-Control-Allow-Methods", methods},
                       {"Access-Control-Allow-Headers",
                        "authorization, content-type, idempotency-key, last-event-id"},
                       {"Access-Control-Max-Age", "600"}};
        return cors(with, asked, std::move(made));
    });
}

// A page that is not ours is refused; so is a body that a plain form could have sent.
std::optional<net::response> judge(const web_adapter::parts& with, const net::request& asked) {
    const auto origin = asked.field("Origin");
    if (!origin.empty() && !with.is_ours(origin)) return net::problem(forbidden);
    auto type = asked.field("Content-Type");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' '))
        type.remove_suffix(1);
    if (asked.method == "POST" && !boost::beast::iequals(type, "application/json"))
        return net::problem(wrong_type);
    return std::nullopt;
}

std::string token_of(const net::request& asked) {
    constexpr std::string_view scheme = "Bearer ";
    const auto field = asked.field("Authorization");
    return field.starts_with(scheme) ? std::string(field.substr(scheme.size())) : std::string{};
}

net::response as_array(const std::vector<std::string>& frames) {
    std::string body = "[";
    for (const auto& one : frames)
        body += (body.size() > 1 ? "," : "") + one;
    return {200, "application/json", body + ']', {}};
}

// The frame's id stands in a header as well, so that proxies and logs need not look inside.
bool agrees(const net::request& asked, const wire::client_frame& frame) {
    const auto key = asked.field("Idempotency-Key");
    return key.empty() || key == frame.id;
}

net::task<net::response> post_frame(web_adapter::parts& with, const net::request& asked) {
    if (auto refused = judge(with, asked)) co_return cors(with, asked, std::move(*refused));
    const auto frame = wire::parse_client_frame(asked.body, with.services.limits.text);
    if (frame && !agrees(asked, *frame))
        co_return cors(with, asked, net::problem(bad_request, "idempotency_key"));
    if (!frame && frame.error().fault != wire::frame_fault::too_long)
        co_return cors(with, asked, net::problem(bad_request, wire::name(frame.error().fault)));
    chat_session session(with.services, with.rates.of(std::string(asked.client), now()));
    const bool is_hello = frame && frame->kind == wire::frame_kind::hello;
    if (!is_hello) {
        auto found = co_await with.store.find(token_of(asked), now());
        if (!found) co_return cors(with, asked, net::problem(unauthorized));
        session.join(std::move(found));
    }
    auto made = co_await settle(with, session, session.on_frame(asked.body, now()));
    co_return cors(with, asked, as_array(made.frames));
}

std::uint64_t number_of(std::string_view text) {
    std::uint64_t made = 0;
    for (const char c : text.substr(0, 18)) {
        if (c < '0' || c > '9') return 0;
        made = made * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return made;
}

// The replies that a stream has not sent yet, as events.
std::string events_since(session_state& state, std::uint64_t& last) {
    std::string all;
    const std::scoped_lock held(state.busy);
    state.replies.each_after(last, [&](const remembered_reply& one) {
        all += "id: " + std::to_string(one.seq) + "\ndata: " + one.frame + "\n\n";
        last = one.seq;
    });
    return all;
}

// Watches a conversation for as long as it lives.
class watch_on {
public:
    watch_on(session_handle state, std::function<void()> tell) : state_(std::move(state)) {
        const std::scoped_lock held(state_->busy);
        number_ = state_->next_watcher++;
        state_->watchers.emplace(number_, std::move(tell));
    }
    ~watch_on() {
        const std::scoped_lock held(state_->busy);
        state_->watchers.erase(number_);
    }
    watch_on(const watch_on&) = delete;
    watch_on& operator=(const watch_on&) = delete;

private:
    session_handle state_;
    std::uint64_t number_ = 0;
};

net::task<void> stream_events(web_adapter::parts& with, std::string token, std::uint64_t last,
                              net::event_stream& to) {
    const auto state = co_await with.store.find(std::move(token), now());
    bool goes_on = co_await to.send("retry: 3000\n\n");
    if (!state) co_return;
    const watch_on watch(state, to.waker());
    while (goes_on) {
        const auto events = events_since(*state, last);
        if (!events.empty()) goes_on = co_await to.send(events);
        if (!goes_on) co_return;
        const auto why = co_await to.wait(with.options.event_comment);
        if (why == net::awoken::stopping) co_return;
        if (why == net::awoken::time) goes_on = co_await to.send(": \n\n");
    }
}

net::stream_endpoint events(web_adapter::parts& with) {
    net::stream_endpoint made;
    made.refuse = [&with](const net::request& asked) -> std::optional<net::response> {
        if (auto refused = judge(with, asked)) return cors(with, asked, std::move(*refused));
        if (token_of(asked).empty()) return cors(with, asked, net::problem(unauthorized));
        return std::nullopt;
    };
    made.open = [&with](const net::request& asked) {
        return cors(with, asked,
                    net::response{200, "text/event-stream", {}, {{"X-Accel-Buffering", "no"}}});
    };
    made.run = [&with](const net::request& asked, net::event_stream& to) {
        return stream_events(with, token_of(asked), number_of(asked.field("Last-Event-ID")), to);
    };
    return made;
}

net::response reply_once(web_adapter::parts& with, const net::request& asked) {
    if (auto refused = judge(with, asked)) return *refused;
    const auto said = wire::parse_message(asked.body);
    if (!said)
        return net::problem(
            bad_request, said.error().problems.empty() ? "" : said.error().problems.front().what);
    if (said->text.size() > with.services.limits.text.bytes)
        return net::problem(too_long, "too_long");
    const auto wait =
        with.rates.of(std::string(asked.client), now())->ask(with.services.limits.of_client, now());
    if (wait != wait.zero()) {
        auto busy = net::problem(too_many);
        constexpr auto second = 1000;
        busy.fields.emplace_back("Retry-After",
                                 std::to_string((wait.count() + second - 1) / second));
        return busy;
    }
    const auto begun = now();
    conversation talk;
    const auto& locale = said->locale.empty() ? with.services.default_locale : said->locale;
    const auto& region = said->region.empty() ? with.services.default_region : said->region;
    const auto given = with.services.engine_now().respond(talk, {said->text, locale, region});
    with.metrics.answered(given, now() - begun);
    return {200, "application/json", wire::to_json(given), {}};
}

} // namespace

std::vector<net::route> http_chat_routes(web_adapter::parts& with) {
    return {
        {"POST", "/v1/messages",
         net::answerer([&with](const net::request& asked) { return post_frame(with, asked); })},
        {"OPTIONS", "/v1/messages", preflight(with, "POST")},
        {"GET", "/v1/events", events(with)},
        {"OPTIONS", "/v1/events", preflight(with, "GET")},
        {"POST", "/v1/reply", net::at_once([&with](const net::request& asked) {
             return cors(with, asked, reply_once(with, asked));
         })},
        {"OPTIONS", "/v1/reply", preflight(with, "POST")},
    };
}

} // namespace gaitkeeper::web
