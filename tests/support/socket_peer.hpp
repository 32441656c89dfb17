#pragma once

#include <functional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "gaitkeeper/net/options.hpp"

namespace gaitkeeper::test {

/// Somebody else's WebSocket server, by Beast alone: takes one connection, plain or behind a
/// certificate, and does with it what a test says, on a thread of its own.
template <class Stream>
class socket_peer {
public:
    using stream = boost::beast::websocket::stream<Stream>;
    using script = std::function<void(stream&)>;

    explicit socket_peer(script what) requires std::is_same_v<Stream, boost::asio::ip::tcp::socket>
        : thread_([this, what = std::move(what)] {
            stream peer(door_.accept());
            talk(peer, what);
        }) {}

    socket_peer(const net::tls_files& files,
                script what) requires(!std::is_same_v<Stream, boost::asio::ip::tcp::socket>)
        : thread_([this, files, what = std::move(what)] {
              boost::asio::ssl::context tls(boost::asio::ssl::context::tls_server);
              tls.use_certificate_chain_file(files.certificate);
              tls.use_private_key_file(files.key, boost::asio::ssl::context::pem);
              stream peer(door_.accept(), tls);
              boost::system::error_code failed;
              peer.next_layer().handshake(boost::asio::ssl::stream_base::server, failed);
              if (!failed) talk(peer, what);
          }) {}

    /// "127.0.0.1:PORT"
    [[nodiscard]] std::string address() const {
        return "127.0.0.1:" + std::to_string(door_.local_endpoint().port());
    }

private:
    // Whoever is on the other side may leave at any moment.
    static void talk(stream& peer, const script& what) try {
        peer.accept();
        what(peer);
    } catch (const boost::system::system_error&) {
    }

    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor door_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::jthread thread_;
};

using plain_socket_peer = socket_peer<boost::asio::ip::tcp::socket>;
using secure_socket_peer = socket_peer<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>>;

/// Reads one message and sends it back.
template <class Stream>
void echo_once(boost::beast::websocket::stream<Stream>& peer) {
    boost::beast::flat_buffer heard;
    peer.read(heard);
    peer.text(true);
    peer.write(heard.data());
    peer.read(heard); // until the other side has left
}

} // namespace gaitkeeper::test
