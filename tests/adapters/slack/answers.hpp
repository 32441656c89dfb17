#pragma once

#include <map>
#include <string>

#include "gaitkeeper/slack/outbox.hpp"
#include "gaitkeeper/slack/post_queue.hpp"

namespace gaitkeeper::test {

inline net::sent answered(unsigned status, std::string body,
                          std::vector<std::pair<std::string, std::string>> fields = {}) {
    return {net::delivery::answered,
            {status, "application/json", std::move(body), std::move(fields)}};
}
inline net::sent ok() {
    return answered(200, R"({"ok":true})");
}
inline net::sent refused_with(const std::string& code) {
    return answered(200, R"({"ok":false,"error":")" + code + "\"}");
}
inline net::sent limited(const std::string& seconds) {
    return answered(429, "", {{"retry-after", seconds}});
}
inline net::sent ended(net::delivery how) {
    return {how, {}};
}

/// Every workspace has the app until it is forgotten.
struct open_house final : slack::installation_store {
    std::optional<slack::installation> find(const slack::workspace& of) override {
        if (gone.contains(of.team)) return std::nullopt;
        return slack::installation{"xoxb-" + of.team, "UBOT"};
    }
    void forget(const slack::workspace& of) override { gone[of.team] = true; }

    std::map<std::string, bool> gone;
};

} // namespace gaitkeeper::test
