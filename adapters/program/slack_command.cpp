#include <iostream>
#include <memory>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/slack/manifest.hpp"

namespace gaitkeeper::program {
namespace {

// Slack takes no other scheme; a path of ours follows.
bool is_base(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    return url.starts_with(scheme) && url.size() > scheme.size() &&
           url.find_first_of(" \t\r\n\"\\?#", scheme.size()) == url.npos;
}

int print_manifest(const common_options& common, slack::manifest_options options) {
    while (options.url.ends_with('/'))
        options.url.pop_back();
    if (options.delivery == slack::delivery::requests && !is_base(options.url)) {
        std::cerr << "--url: '" << options.url << "' is no https address\n";
        return wrong_usage;
    }
    const auto loaded = load_content(common.content);
    if (!loaded) return print_problems(loaded.error()), static_cast<int>(found_problems);
    options.name = loaded->text(common.locale, "ui/widget/title");
    options.description = loaded->text(common.locale, "ui/widget/open");
    options.hint = loaded->text(common.locale, "ui/widget/placeholder");
    std::cout << slack::manifest(options);
    return done;
}

} // namespace

void add_slack(CLI::App& app, const common_options& common, action& run) {
    auto* command = app.add_subcommand("slack", "for who brings it to a Slack workspace");
    command->require_subcommand(1);
    auto* manifest = command->add_subcommand(
        "manifest", "the app manifest, to be pasted where an app is made at api.slack.com");
    auto options = std::make_shared<slack::manifest_options>();
    auto over_socket = std::make_shared<bool>(false);
    manifest->add_option("--url", options->url, "where Slack reaches this server, https://…");
    manifest->add_flag("--socket-mode", *over_socket, "no address of ours: SLACK_APP_TOKEN is set");
    manifest->add_option("--command", options->command, "the slash command")->capture_default_str();
    manifest->callback([&common, &run, options, over_socket] {
        if (*over_socket) options->delivery = slack::delivery::socket;
        run = [&common, options] { return print_manifest(common, *options); };
    });
}

} // namespace gaitkeeper::program
