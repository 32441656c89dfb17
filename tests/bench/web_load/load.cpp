// A bounded load on a WebSocket server: closed loop, one thread, frames of the simplest kind.
//   web_load PORT ORIGIN MODE CONNECTIONS SECONDS ANSWERS FIRST_FRAME TEXT
// talk: as many messages as are answered; connect: connect, one message, close; idle: opens the
// connections, prints that they stand and holds them until its input ends. ANSWERS frames make one
// answer. FIRST_FRAME, if it is not empty, is sent once and has one frame for an answer. TEXT is
// what everybody says. Prints one line of figures.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "raw_client.hpp"

namespace {

using steady = std::chrono::steady_clock;

struct setup {
    std::uint16_t port = 0;
    std::string origin, mode, first, text;
    std::size_t connections = 0;
    double seconds = 0;
    unsigned answers = 1;
};

struct figures {
    std::vector<double> micros;
    std::size_t failed = 0;
};

// One connection's place in its script; reads whatever comes and counts whole frames.
class person {
public:
    person(const setup& how, figures& into, int poll, unsigned number)
        : how_(how), into_(into), poll_(poll), number_(number) {}
    ~person() { leave(); }
    person(const person&) = delete;
    person& operator=(const person&) = delete;

    void come() {
        leave();
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(how_.port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        begun_ = steady::now();
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
            std::perror("connect"), std::exit(1);
        epoll_event want{};
        want.events = EPOLLIN;
        want.data.ptr = this;
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, socket_, &want);
        send(gaitkeeper::test::upgrade_request("/chat", how_.origin, "gaitkeeper.v1"));
        waits_ = stage::handshake;
        text_.clear();
    }

    void readable() {
        char portion[16384];
        const auto size = ::recv(socket_, portion, sizeof portion, MSG_DONTWAIT);
        if (size <= 0) {
            ++into_.failed;
            return come();
        }
        text_.append(portion, static_cast<std::size_t>(size));
        if (waits_ == stage::handshake) {
            const auto end = text_.find("\r\n\r\n");
            if (end == std::string::npos) return;
            if (!text_.starts_with("HTTP/1.1 101")) std::cerr << text_, std::exit(1);
            text_.erase(0, end + 4);
            waits_ = how_.first.empty() ? stage::answer : stage::welcome;
            how_.first.empty() ? ask() : send(gaitkeeper::test::client_frame(how_.first));
        }
        while (take_frame()) {
        }
    }

    [[nodiscard]] bool stands() const { return waits_ == stage::answer || waits_ == stage::rest; }

private:
    enum class stage { handshake, welcome, answer, rest };

    void send(const std::string& bytes) {
        static_cast<void>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }

    void ask() {
        waits_ = stage::answer;
        heard_ = 0;
        if (how_.mode == "talk") begun_ = steady::now();
        send(gaitkeeper::test::client_frame(
            R"({"type":"message","id":")" + std::to_string(number_) + '-' +
            std::to_string(asked_++) + R"(","text":")" + how_.text + "\"}"));
    }

    bool take_frame() {
        if (text_.size() < 2) return false;
        std::size_t size = static_cast<unsigned char>(text_[1]), head = 2;
        if (size == 126) {
            if (text_.size() < 4) return false;
            size =
                static_cast<unsigned char>(text_[2]) * 256U + static_cast<unsigned char>(text_[3]);
            head = 4;
        }
        if (text_.size() < head + size) return false;
        const bool is_text = static_cast<unsigned char>(text_[0]) == 0x81;
        text_.erase(0, head + size);
        if (!is_text) return true;
        if (waits_ == stage::welcome) {
            if (how_.mode == "idle")
                waits_ = stage::rest;
            else
                ask();
        } else if (++heard_ == how_.answers) {
            into_.micros.push_back(
                std::chrono::duration<double, std::micro>(steady::now() - begun_).count());
            if (how_.mode == "talk")
                ask();
            else if (how_.mode == "connect")
                return come(), false;
            else
                waits_ = stage::rest;
        }
        return true;
    }

    void leave() {
        if (socket_ < 0) return;
        if (how_.mode == "connect") send(gaitkeeper::test::client_frame("\x03\xe8", 0x88));
        const linger at_once{1, 0};
        if (how_.mode != "connect")
            ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        ::close(socket_);
        socket_ = -1;
    }

    const setup& how_;
    figures& into_;
    int poll_;
    unsigned number_;
    int socket_ = -1;
    stage waits_ = stage::handshake;
    std::string text_;
    unsigned heard_ = 0, asked_ = 0;
    steady::time_point begun_;
};

void wait_once(int poll) {
    epoll_event events[256];
    const int count = ::epoll_wait(poll, events, 256, 100);
    for (int i = 0; i < count; ++i)
        static_cast<person*>(events[i].data.ptr)->readable();
}

double quantile(const std::vector<double>& sorted, double q) {
    return sorted.empty()
               ? 0
               : sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 9)
        return std::cerr << "web_load PORT ORIGIN MODE CONNECTIONS SECONDS ANSWERS FIRST TEXT\n", 2;
    const setup how{static_cast<std::uint16_t>(std::atoi(argv[1])),
                    argv[2],
                    argv[3],
                    argv[7],
                    argv[8],
                    static_cast<std::size_t>(std::atoll(argv[4])),
                    std::atof(argv[5]),
                    static_cast<unsigned>(std::atoi(argv[6]))};
    const int poll = ::epoll_create1(0);
    figures seen;
    std::vector<std::unique_ptr<person>> people;
    for (std::size_t i = 0; i < how.connections; ++i) {
        people.push_back(std::make_unique<person>(how, seen, poll, static_cast<unsigned>(i)));
        people.back()->come();
        while (how.mode == "idle" && !people.back()->stands())
            wait_once(poll);
    }
    if (how.mode == "idle") {
        std::cout << "standing" << std::endl;
        std::string line;
        std::getline(std::cin, line);
        return 0;
    }
    const auto begun = steady::now();
    const auto warm = begun + std::chrono::duration_cast<steady::duration>(
                                  std::chrono::duration<double>(how.seconds / 5));
    const auto end = warm + std::chrono::duration_cast<steady::duration>(
                                std::chrono::duration<double>(how.seconds));
    while (steady::now() < warm)
        wait_once(poll);
    seen.micros.clear();
    while (steady::now() < end)
        wait_once(poll);
    std::ranges::sort(seen.micros);
    std::printf("{\"rate\": %.1f, \"p50\": %.1f, \"p99\": %.1f, \"failed\": %zu}\n",
                static_cast<double>(seen.micros.size()) / how.seconds, quantile(seen.micros, 0.5),
                quantile(seen.micros, 0.99), seen.failed);
    return 0;
}
