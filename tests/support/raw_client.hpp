#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace gaitkeeper::test {

/// A TCP client that sends any bytes it is told to, as no decent client would.
class raw_client {
public:
    explicit raw_client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) ==
                     0; // as connect wants it
    }
    ~raw_client() { vanish(); }
    raw_client(const raw_client&) = delete;
    raw_client& operator=(const raw_client&) = delete;

    [[nodiscard]] bool is_connected() const { return connected_; }

    /// Its own end's.
    [[nodiscard]] std::uint16_t port() const {
        sockaddr_in own{};
        socklen_t size = sizeof own;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&own), &size);
        return ntohs(own.sin_port);
    }

    raw_client& send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) break;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return *this;
    }

    /// No more from here; the other direction stays open.
    raw_client& half_close() {
        ::shutdown(socket_, SHUT_WR);
        return *this;
    }

    /// What arrives until `end` has, or the peer closes.
    std::string read_until(std::string_view end) {
        std::string all = std::move(rest_);
        rest_.clear();
        while (all.find(end) == std::string::npos) {
            char portion[4096];
            const auto size = ::recv(socket_, portion, sizeof portion, 0);
            if (size <= 0) return all;
            all.append(portion, static_cast<std::size_t>(size));
        }
        const auto after = all.find(end) + end.size();
        rest_ = all.substr(after);
        all.resize(after);
        return all;
    }

    /// Everything until the peer closes.
    std::string read_all() {
        std::string all = std::move(rest_);
        rest_.clear();
        char portion[4096];
        while (true) {
            const auto size = ::recv(socket_, portion, sizeof portion, 0);
            if (size <= 0) return all;
            all.append(portion, static_cast<std::size_t>(size));
        }
    }

    std::string read_exactly(std::size_t wanted) {
        std::string all = std::move(rest_);
        while (all.size() < wanted) {
            char portion[4096];
            const auto size = ::recv(socket_, portion, sizeof portion, 0);
            if (size <= 0) break;
            all.append(portion, static_cast<std::size_t>(size));
        }
        rest_ = all.size() > wanted ? all.substr(wanted) : std::string{};
        all.resize(std::min(all.size(), wanted));
        return all;
    }

    /// Resets the connection without a word.
    void vanish() {
        if (socket_ < 0) return;
        const linger at_once{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        ::close(socket_);
        socket_ = -1;
    }

private:
    int socket_;
    bool connected_ = false;
    std::string rest_;
};

/// The 101 request of a browser on `origin`.
inline std::string upgrade_request(std::string_view path, std::string_view origin,
                                   std::string_view protocol) {
    std::string text = "GET " + std::string(path) +
                       " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                       "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    if (!origin.empty()) text += "Origin: " + std::string(origin) + "\r\n";
    if (!protocol.empty()) text += "Sec-WebSocket-Protocol: " + std::string(protocol) + "\r\n";
    return text + "\r\n";
}

/// A client's frame: masked with zeros, `first` as the first byte (0x81 a whole text message).
inline std::string client_frame(std::string_view payload, unsigned char first = 0x81) {
    std::string frame(1, static_cast<char>(first));
    if (payload.size() < 126)
        frame += static_cast<char>(0x80U | payload.size());
    else
        frame += {static_cast<char>(0xfe), static_cast<char>(payload.size() >> 8U),
                  static_cast<char>(payload.size() & 0xffU)};
    frame.append(4, '\0');
    return frame.append(payload);
}

/// A server's frame, read whole: its first byte and its payload.
struct server_frame {
    unsigned char first = 0;
    std::string payload;

    /// The code of a close frame, 0 of any other.
    [[nodiscard]] unsigned close_code() const {
        if (first != 0x88 || payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) * 256U +
               static_cast<unsigned char>(payload[1]);
    }
};

inline server_frame read_frame(raw_client& from) {
    const auto head = from.read_exactly(2);
    if (head.size() < 2) return {};
    std::size_t size = static_cast<unsigned char>(head[1]);
    if (size == 126) {
        const auto more = from.read_exactly(2);
        if (more.size() < 2) return {};
        size = static_cast<unsigned char>(more[0]) * 256U + static_cast<unsigned char>(more[1]);
    }
    return {static_cast<unsigned char>(head[0]), from.read_exactly(size)};
}

} // namespace gaitkeeper::test
