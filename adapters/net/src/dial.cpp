#include "dial.hpp"

#include <boost/asio/ssl/host_name_verification.hpp>

namespace gaitkeeper::net {
namespace {

// A lookup runs on a thread of Asio's and cannot be broken off: it outlives who waits for it.
struct lookup {
    explicit lookup(const executor& on) : resolver(on), clock(on) {}

    tcp_resolver resolver;
    timer clock;
    tcp_resolver::results_type found;
};

class waiting final : public breakable {
public:
    explicit waiting(std::shared_ptr<lookup> on) : on_(std::move(on)) {}
    void abort() override { on_->clock.cancel(); }

private:
    std::shared_ptr<lookup> on_;
};

task<bool> connect(dial_tone tone, tcp_stream& stream, const web_address& to) {
    const auto found = co_await look_up(tone, to);
    if (found.empty()) co_return false;
    stream.expires_after(tone.options.connect_time);
    const auto [failed, at] = co_await stream.async_connect(found, as_value);
    if (failed) co_return false;
    boost::system::error_code ignored;
    stream.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    // So that a kept connection can be asked without waiting whether the other side has left it.
    stream.socket().non_blocking(true, ignored);
    co_return true;
}

} // namespace

task<tcp_resolver::results_type> look_up(dial_tone tone, const web_address& to) {
    const auto one = std::make_shared<lookup>(tone.io.get_executor());
    waiting wait(one);
    tone.under_way.push_back(wait);
    one->clock.expires_after(tone.options.connect_time);
    one->resolver.async_resolve(
        to.host, std::to_string(to.port),
        [one](boost::system::error_code failed, tcp_resolver::results_type found) {
            if (!failed) one->found = std::move(found);
            one->clock.cancel();
        });
    static_cast<void>(co_await one->clock.async_wait(as_value));
    co_return std::move(one->found);
}

task<bool> dial(dial_tone tone, tcp_stream& stream, const web_address& to) {
    return connect(tone, stream, to);
}

task<bool> dial(dial_tone tone, tls_stream& stream, const web_address& to) {
    if (!co_await connect(tone, stream.next_layer(), to)) co_return false;
    if (!parse_address(to.host)) { // an address is no name to ask for
        auto name = to.host;
        SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 name.data());
    }
    stream.set_verify_callback(asio::ssl::host_name_verification(to.host));
    stream.next_layer().expires_after(tone.options.connect_time);
    const auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_value);
    co_return !failed;
}

std::string host_field(const web_address& to) {
    constexpr std::uint16_t plain = 80, secure = 443;
    auto made = to.host.find(':') == std::string::npos ? to.host : '[' + to.host + ']';
    if (to.port != (to.is_secure() ? secure : plain)) made += ':' + std::to_string(to.port);
    return made;
}

} // namespace gaitkeeper::net
