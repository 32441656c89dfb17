#include "secrets.hpp"

#include <array>
#include <cstdlib>
#include <optional>

namespace gaitkeeper::program {
namespace {

constexpr const char *slack_signing = "SLACK_SIGNING_SECRET", *slack_bot = "SLACK_BOT_TOKEN",
                     *slack_app = "SLACK_APP_TOKEN", *mattermost = "MATTERMOST_TOKEN",
                     *rocketchat = "ROCKETCHAT_TOKEN", *redis = "GAITKEEPER_REDIS_URL";

// The parts between commas; nothing at all where one of them is empty.
std::vector<std::string> parts_of(std::string_view list) {
    std::vector<std::string> made;
    while (true) {
        const auto comma = list.find(',');
        made.emplace_back(list.substr(0, comma));
        if (made.back().empty()) return {};
        if (comma == list.npos) return made;
        list.remove_prefix(comma + 1);
    }
}

class reader {
public:
    reader(const engine& with, std::string_view locale) : engine_(with), locale_(locale) {}

    std::vector<std::string> list(const char* name) {
        const auto* value = std::getenv(name);
        if (value == nullptr) return {};
        auto made = parts_of(value);
        if (made.empty()) complain(name, "ui/serve/secret_empty", {});
        return made;
    }
    std::string one(const char* name) {
        const auto* value = std::getenv(name);
        if (value != nullptr && *value == '\0') complain(name, "ui/serve/secret_empty", {});
        return value != nullptr ? value : std::string{};
    }
    void complain(const char* name, std::string_view key, std::string_view other) {
        const std::array<text_argument, 2> with{text_argument{"name", name},
                                                text_argument{"other", other}};
        problems_.push_back({"environment", "", engine_.text(locale_, key, with)});
    }
    [[nodiscard]] std::vector<problem>& problems() { return problems_; }

private:
    const engine& engine_;
    std::string_view locale_;
    std::vector<problem> problems_;
};

bool is_set(const char* name) {
    return std::getenv(name) != nullptr;
}

} // namespace

result<secrets> read_secrets(const engine& with, std::string_view locale) {
    reader from(with, locale);
    secrets made{from.list(slack_signing), from.one(slack_bot), from.one(slack_app),
                 from.list(mattermost), from.list(rocketchat)};
    static_cast<void>(from.one(redis));
    // Requests are signed and a socket is not: a bot's token needs one of the two, and both need
    // it.
    constexpr std::string_view key = "ui/serve/secret_alone";
    if (is_set(slack_bot) && !is_set(slack_signing) && !is_set(slack_app))
        from.complain(slack_bot, key, slack_signing);
    for (const auto* half : {slack_signing, slack_app})
        if (is_set(half) && !is_set(slack_bot)) from.complain(half, key, slack_bot);
    if (!from.problems().empty()) return error{errc::bad_input, std::move(from.problems())};
    return made;
}

} // namespace gaitkeeper::program
