#include "gaitkeeper/net/client.hpp"

#include <map>

#include "client_line.hpp"
#include "client_socket.hpp"
#include "tls.hpp"

namespace gaitkeeper::net {
namespace {

std::string key_of(const web_address& to) {
    return to.scheme + "://" + host_field(to);
}

raw_request to_raw(outgoing_request what, const web_address& to) {
    constexpr unsigned http_1_1 = 11;
    raw_request made;
    made.version(http_1_1);
    made.method_string(what.method);
    made.target(to.target);
    made.set(beast::http::field::host, host_field(to));
    for (const auto& [name, value] : what.fields)
        made.set(name, value);
    made.body() = std::move(what.body);
    if (what.method != "GET") made.content_length(made.body().size());
    return made;
}

// Header fields are made of what others told us: a line break in one would make two of it.
bool is_one_line(const outgoing_request& what) {
    const auto fits = [](std::string_view text) {
        return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos;
    };
    return std::ranges::all_of(
        what.fields, [&](const auto& field) { return fits(field.first) && fits(field.second); });
}

} // namespace

struct client::parts {
    parts(asio::io_context& on, client_options given)
        : io(on), options(std::move(given)), tls(make_client_tls(options.ca_file)) {}

    [[nodiscard]] dial_tone tone() { return {io, options, tls, under_way}; }

    [[nodiscard]] std::optional<web_address> allowed(std::string_view url,
                                                     std::string_view scheme) {
        auto to = web_address::parse(url);
        if (!to || !to->scheme.starts_with(scheme) || !is_allowed(*to, options.allowed))
            return std::nullopt;
        return to;
    }

    /// The connection used last, for the others may soon be let go.
    std::unique_ptr<line> take_idle(const std::string& key) {
        auto& kept = idle[key];
        while (!kept.empty()) {
            auto one = std::move(kept.back());
            kept.pop_back();
            if (steady::now() - one->idle_since < options.idle_time && one->is_kept()) return one;
        }
        return nullptr;
    }

    void keep(const std::string& key, std::unique_ptr<line> one) {
        auto& kept = idle[key];
        if (is_stopped || kept.size() >= options.idle_connections || !one->is_kept()) return;
        one->idle_since = steady::now();
        kept.push_back(std::move(one));
    }

    std::unique_ptr<line> new_line(const web_address& to) {
        std::unique_ptr<line> one;
        if (to.is_secure())
            one = std::make_unique<stream_line<tls_stream>>(tone());
        else
            one = std::make_unique<stream_line<tcp_stream>>(tone());
        under_way.push_back(*one);
        return one;
    }

    template <class Stream>
    task<std::unique_ptr<socket>> new_socket(web_address to) {
        auto one = std::make_unique<client_socket<Stream>>(tone());
        under_way.push_back(*one);
        const bool is_open = co_await one->open(to);
        if (!is_open || is_stopped) co_return nullptr;
        co_return std::unique_ptr<socket>(std::move(one));
    }

    asio::io_context& io;
    client_options options;
    asio::ssl::context tls;
    breakables under_way;
    std::map<std::string, std::vector<std::unique_ptr<line>>> idle;
    bool is_stopped = false;
};

client::client(asio::io_context& on, client_options options)
    : parts_(std::make_unique<parts>(on, std::move(options))) {}

client::~client() = default;

task<sent> client::send(outgoing_request what) {
    auto& p = *parts_;
    const auto to = p.allowed(what.url, "http");
    if (!to || !is_one_line(what)) co_return sent{delivery::refused, {}};
    if (p.is_stopped) co_return sent{};
    const auto key = key_of(*to);
    const auto raw = to_raw(std::move(what), *to);
    auto one = p.take_idle(key);
    if (!one) {
        one = p.new_line(*to);
        const bool is_open = co_await one->open(*to);
        if (!is_open || p.is_stopped) co_return sent{};
    }
    auto got = co_await one->ask(raw);
    if (got.how == delivery::answered) p.keep(key, std::move(one));
    co_return got;
}

task<std::unique_ptr<socket>> client::open_socket(std::string url) {
    auto& p = *parts_;
    const auto to = p.allowed(url, "ws");
    if (!to || p.is_stopped) co_return nullptr;
    if (to->is_secure()) co_return co_await p.new_socket<tls_stream>(*to);
    co_return co_await p.new_socket<tcp_stream>(*to);
}

void client::stop() {
    parts_->is_stopped = true;
    parts_->idle.clear();
    for (auto& one : parts_->under_way)
        one.abort();
}

} // namespace gaitkeeper::net
