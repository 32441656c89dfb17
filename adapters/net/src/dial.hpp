#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "gaitkeeper/net/client.hpp"
#include "loop.hpp"

namespace gaitkeeper::net {

namespace beast = boost::beast;

using tcp_stream = beast::basic_stream<asio::ip::tcp, executor>;
using tls_stream = asio::ssl::stream<tcp_stream>;
using tcp_resolver = asio::ip::basic_resolver<asio::ip::tcp, executor>;

/// Something under way that `client::stop` breaks off.
class breakable : public boost::intrusive::list_base_hook<
                      boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    virtual ~breakable() = default;
    virtual void abort() = 0;
};
using breakables = boost::intrusive::list<breakable, boost::intrusive::constant_time_size<false>>;

/// What dialing needs to know of the client.
struct dial_tone {
    asio::io_context& io;
    const client_options& options;
    asio::ssl::context& tls;
    breakables& under_way;
};

/// Waits for the addresses of a name; none where there are none in time.
[[nodiscard]] task<tcp_resolver::results_type> look_up(dial_tone tone, const web_address& to);

/// Connects and, on a TLS stream, checks who answers; false where either fails in time.
[[nodiscard]] task<bool> dial(dial_tone tone, tcp_stream& stream, const web_address& to);
[[nodiscard]] task<bool> dial(dial_tone tone, tls_stream& stream, const web_address& to);

/// How the other side is named in a Host field.
[[nodiscard]] std::string host_field(const web_address& to);

[[nodiscard]] inline tcp_stream make_stream(dial_tone tone, std::type_identity<tcp_stream>) {
    return tcp_stream(tone.io.get_executor());
}
[[nodiscard]] inline tls_stream make_stream(dial_tone tone, std::type_identity<tls_stream>) {
    return tls_stream(tcp_stream(tone.io.get_executor()), tone.tls);
}

} // namespace gaitkeeper::net
