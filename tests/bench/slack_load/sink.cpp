// Where our answers go in the benchmark: a Web API that is always content.
//   slack_sink
#include <iostream>

#include "gaitkeeper/net/server.hpp"

int main() {
    namespace net = gaitkeeper::net;
    net::server_options options;
    options.port = 0;
    options.limits.keep_alive_requests = 1'000'000'000;
    const auto content = net::at_once([](const net::request&) {
        return net::response{
            200, "application/json", R"({"ok":true,"user":{"locale":"en-US"}})", {}};
    });
    net::server sink(
        options, {{"POST", "/api/chat.postMessage", content}, {"GET", "/api/users.info", content}});
    std::cout << "listening on " << sink.port() << std::endl;
    sink.run();
}
