// A bounded load of signed events: closed loop, one thread, every event a new one.
//   slack_load PORT SECRET CONNECTIONS SECONDS
// Prints one line of figures.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace {

using steady = std::chrono::steady_clock;

struct setup {
    std::uint16_t port = 0;
    std::string secret;
    std::size_t connections = 0;
    double seconds = 0;
};

struct figures {
    std::vector<double> micros;
    std::size_t failed = 0;
};

// As Slack sends a mention, with the copy of the text in blocks that it adds.
std::string event_body(unsigned number, const std::string& second) {
    auto digits = std::to_string(number % 1'000'000);
    digits.insert(0, 6 - digits.size(), '0');
    const auto ts = second + '.' + digits;
    const std::string said =
        "I twisted my knee at football and now it is swollen, should I put ice on it?";
    return R"({"token":"unused","team_id":"T061EG9R6","context_team_id":"T061EG9R6",)"
           R"("context_enterprise_id":null,"api_app_id":"A0KRD7HC3","event":{"user":"U)" +
           std::to_string(number % 1000) + R"(","type":"app_mention","ts":")" + ts +
           R"(","client_msg_id":"2ff1fa42-0000-4000-8000-000000)" + digits +
           R"(","text":"<@UBOT> )" + said +
           R"(","team":"T061EG9R6","blocks":[{"type":"rich_text","block_id":"ws8","elements":)"
           R"([{"type":"rich_text_section","elements":[{"type":"user","user_id":"UBOT"},)"
           R"({"type":"text","text":" )" +
           said + R"("}]}]}],"channel":"C)" + std::to_string(number % 500) + R"(","event_ts":")" +
           ts + R"("},"type":"event_callback","event_id":"Ev)" + second + digits +
           R"(","event_time":)" + second +
           R"(,"authorizations":[{"enterprise_id":null,"team_id":"T061EG9R6","user_id":"UBOT",)"
           R"("is_bot":true,"is_enterprise_install":false}],"is_ext_shared_channel":false,)"
           R"("event_context":"4-eyJldCI6ImFwcF9tZW50aW9uIn0"})";
}

std::string sign(const std::string& secret, const std::string& text) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    std::string made = "v0=";
    for (const auto byte : digest)
        made += {"0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
    return made;
}

std::string request(const setup& how, unsigned number) {
    const auto second = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                           std::chrono::system_clock::now().time_since_epoch())
                                           .count());
    const auto body = event_body(number, second);
    return "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
           "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
           "X-Slack-Request-Timestamp: " +
           second + "\r\nX-Slack-Signature: " + sign(how.secret, "v0:" + second + ':' + body) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// One connection; an answer with an empty body is one event acknowledged.
class line {
public:
    line(const setup& how, figures& into, unsigned& number, int poll)
        : how_(how), into_(into), number_(number), poll_(poll) {}

    void open() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(how_.port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
            std::perror("connect"), std::exit(1);
        epoll_event want{};
        want.events = EPOLLIN;
        want.data.ptr = this;
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, socket_, &want);
        text_.clear();
        ask();
    }

    void readable() {
        char portion[4096];
        const auto size = ::recv(socket_, portion, sizeof portion, MSG_DONTWAIT);
        if (size <= 0) {
            ++into_.failed;
            return open();
        }
        text_.append(portion, static_cast<std::size_t>(size));
        if (text_.find("\r\n\r\n") == std::string::npos) return;
        if (!text_.starts_with("HTTP/1.1 200")) std::cerr << text_, std::exit(1);
        into_.micros.push_back(
            std::chrono::duration<double, std::micro>(steady::now() - begun_).count());
        text_.clear();
        ask();
    }

private:
    void ask() {
        const auto bytes = request(how_, number_++);
        begun_ = steady::now();
        static_cast<void>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }

    const setup& how_;
    figures& into_;
    unsigned& number_;
    int poll_, socket_ = -1;
    std::string text_;
    steady::time_point begun_;
};

void wait_until(int poll, steady::time_point end) {
    while (steady::now() < end) {
        epoll_event events[256];
        const int count = ::epoll_wait(poll, events, 256, 100);
        for (int i = 0; i < count; ++i)
            static_cast<line*>(events[i].data.ptr)->readable();
    }
}

double quantile(const std::vector<double>& sorted, double q) {
    return sorted.empty()
               ? 0
               : sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) return std::cerr << "slack_load PORT SECRET CONNECTIONS SECONDS\n", 2;
    const setup how{static_cast<std::uint16_t>(std::atoi(argv[1])), argv[2],
                    static_cast<std::size_t>(std::atoll(argv[3])), std::atof(argv[4])};
    const int poll = ::epoll_create1(0);
    figures seen;
    unsigned number = 0;
    std::vector<std::unique_ptr<line>> lines;
    for (std::size_t i = 0; i < how.connections; ++i) {
        lines.push_back(std::make_unique<line>(how, seen, number, poll));
        lines.back()->open();
    }
    const auto begun = steady::now();
    const auto after = [&](double share) {
        return begun + std::chrono::duration_cast<steady::duration>(
                           std::chrono::duration<double>(how.seconds * share));
    };
    wait_until(poll, after(0.2));
    seen.micros.clear();
    wait_until(poll, after(1.2));
    std::ranges::sort(seen.micros);
    std::printf("{\"rate\": %.1f, \"p50\": %.1f, \"p99\": %.1f, \"failed\": %zu}\n",
                static_cast<double>(seen.micros.size()) / how.seconds, quantile(seen.micros, 0.5),
                quantile(seen.micros, 0.99), seen.failed);
    return 0;
}
