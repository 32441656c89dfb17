#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <thread>

#include <sys/random.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "command.hpp"
#include "content_path.hpp"
#include "gaitkeeper/web/web_adapter.hpp"
#include "secrets.hpp"
#include "serve_settings.hpp"
#include "site.hpp"
#include "team_chats.hpp"

namespace gaitkeeper::program {
namespace {

using std::chrono::milliseconds;

milliseconds seconds(std::uint64_t count) {
    return milliseconds(
        static_cast<std::int64_t>(std::min<std::uint64_t>(count, 1'000'000) * 1000));
}

web::rate_rule per_minute(std::uint64_t count, std::uint64_t burst) {
    constexpr std::uint64_t minute = 60'000;
    return {milliseconds(
                static_cast<std::int64_t>(minute / std::clamp<std::uint64_t>(count, 1, minute))),
            static_cast<std::uint32_t>(std::clamp<std::uint64_t>(burst, 1, minute))};
}

// 128 bits of the kernel's, in hexadecimal.
std::string random_token() {
    std::array<unsigned char, 16> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("the kernel gives no random bytes");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string made;
    for (const auto byte : bytes)
        made += {digits[byte >> 4U], digits[byte & 15U]};
    return made;
}

net::log_sink log_of(const std::string& level) {
    auto logger = std::make_shared<spdlog::logger>(
        "gaitkeeper", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::info);
    return {net::log_level::debug, [logger](net::log_level at, std::string_view line) {
                constexpr std::array levels{spdlog::level::debug, spdlog::level::info,
                                            spdlog::level::warn, spdlog::level::err};
                logger->log(levels[static_cast<std::size_t>(at)], "{}", line);
            }};
}

net::server_options server_options_of(const serve_settings& s, const listen_address& at) {
    net::server_options made;
    made.host = at.host;
    made.port = at.port;
    made.threads = s.threads != 0 ? s.threads : std::max(1U, std::thread::hardware_concurrency());
    made.tls = {s.tls_certificate, s.tls_key};
    made.trusted_proxies = s.trusted_proxies;
    made.drain_time = seconds(s.drain_seconds);
    auto& most = made.limits;
    most.header_bytes = s.header_bytes;
    most.header_fields = s.header_fields;
    most.body_bytes = s.body_bytes;
    most.header_time = seconds(s.header_seconds);
    most.body_time = seconds(s.body_seconds);
    most.send_time = seconds(s.send_seconds);
    most.keep_alive_time = seconds(s.keep_alive_seconds);
    most.keep_alive_requests = s.keep_alive_requests;
    most.connections = s.connections;
    most.connections_per_address = s.connections_per_address;
    most.frame_bytes = s.frame_bytes;
    most.message_time = seconds(s.frame_seconds);
    most.socket_idle = seconds(s.socket_idle_seconds);
    most.control_frames_per_minute = s.control_frames_per_minute;
    most.unsent_bytes = s.unsent_bytes;
    most.close_time = seconds(s.close_seconds);
    made.log = log_of(s.log_level);
    return made;
}

web::chat_limits chat_limits_of(const serve_settings& s) {
    web::chat_limits made;
    made.text = {s.text_code_points, s.text_bytes};
    made.frame_bytes = s.frame_bytes;
    made.messages = per_minute(s.messages_per_minute, s.message_burst);
    made.of_client = per_minute(s.messages_per_minute_of_address, s.messages_per_minute_of_address);
    made.frames = per_minute(s.messages_per_minute * 10, s.message_burst * 10);
    made.replies = std::max<std::uint64_t>(1, s.replies_kept);
    return made;
}

// Under which addresses a browser on this machine reaches us; others are named by `origins`.
std::vector<std::string> own_origins(const serve_settings& s, const listen_address& at,
                                     std::uint16_t port) {
    const std::string scheme = s.tls_certificate.empty() ? "http://" : "https://";
    auto made = s.origins;
    const auto host = at.host.find(':') == std::string::npos ? at.host : '[' + at.host + ']';
    for (const auto& one : {host, std::string("127.0.0.1"), std::string("localhost")})
        made.push_back(scheme + one + ':' + std::to_string(port));
    return made;
}

// The content of this moment, for any thread; replaced as a whole.
class engine_slot {
public:
    explicit engine_slot(engine first) { put(std::move(first)); }
    void put(engine next) { now_.store(std::make_shared<const engine>(std::move(next))); }
    [[nodiscard]] engine take() const { return *now_.load(); }

private:
    std::atomic<std::shared_ptr<const engine>> now_;
};

// A locale is read when it is first asked for: better by us than by the first person.
result<engine> load_warm(const serve_settings& s) {
    auto loaded = load_content(s.content);
    if (!loaded) return loaded;
    conversation talk;
    static_cast<void>(loaded->respond(talk, {{}, s.locale, {}}));
    return loaded;
}

// Loads the content anew beside the server; asked again while it loads, it loads once more.
class reloader {
public:
    reloader(const serve_settings& settings, engine_slot& into, net::log_sink log)
        : settings_(settings), into_(into), log_(std::move(log)), thread_([this] { work(); }) {}

    void ask() {
        ++asked_;
        asked_.notify_one();
    }

    /// A content folder may take long to compile, and the process is to end in time all the same.
    void leave() {
        if (is_busy_) {
            std::cout.flush();
            std::_Exit(done);
        }
        is_over_ = true;
        ask();
        thread_.join();
    }

private:
    void work() {
        for (unsigned seen = 0; !is_over_;) {
            asked_.wait(seen);
            seen = asked_; // before loading: who asks meanwhile is heard afterwards
            if (is_over_) return;
            is_busy_ = true;
            const auto loaded = load_warm(settings_);
            if (loaded)
                into_.put(*loaded);
            else
                print_problems(loaded.error());
            log_.log(loaded ? net::log_level::info : net::log_level::error,
                     loaded ? "content reloaded" : "content not reloaded; the old one stays");
            is_busy_ = false;
        }
    }

    const serve_settings& settings_;
    engine_slot& into_;
    net::log_sink log_;
    std::atomic<unsigned> asked_{0};
    std::atomic<bool> is_over_{false}, is_busy_{false};
    std::thread thread_;
};

// Until a signal ends it. Signals are waited for here, so none interrupts a loop's thread.
void run_until_told(net::server& server, reloader& content, const net::log_sink& log) {
    boost::asio::io_context io{1};
    boost::asio::signal_set signals(io, SIGTERM, SIGINT, SIGHUP);
    std::function<void()> wait = [&] {
        signals.async_wait([&](const boost::system::error_code& failed, int signal) {
            if (failed) return;
            if (signal == SIGHUP) {
                content.ask();
                return wait();
            }
            log.log(net::log_level::info, "stopping");
            server.stop();
        });
    };
    wait();
    std::jthread serving([&] { server.run(); });
    io.run();
}

int serve(const serve_settings& s) {
    const auto at = parse_listen(s.listen);
    if (!at) return print_problems(at.error()), static_cast<int>(wrong_usage);
    auto loaded = load_warm(s);
    if (!loaded) return print_problems(loaded.error()), static_cast<int>(found_problems);
    const auto known = read_secrets(*loaded, s.locale);
    if (!known) return print_problems(known.error()), static_cast<int>(found_problems);
    web::chat_metrics metrics(*loaded);
    engine_slot slot(std::move(*loaded));
    const web::chat_services services{[&slot] { return slot.take(); },
                                      random_token,
                                      s.locale,
                                      s.region,
                                      chat_limits_of(s),
                                      &metrics};
    const auto store = web::make_memory_store(
        {s.sessions, s.sessions_bytes, seconds(s.session_idle_minutes * 60)});
    auto options = server_options_of(s, *at);
    const auto log = options.log;
    team_chats teams(*known,
                     {services.engine_now, s.locale, s.region,
                      [&metrics](const reply& given, std::chrono::nanoseconds took) {
                          metrics.answered(given, took);
                      },
                      log},
                     {s.sessions, std::chrono::minutes(s.session_idle_minutes)}, s.slack_api_base);
    metrics.tell_also([&teams] { return teams.counts(); });
    net::server server(std::move(options), {});
    auto site = built_site();
    web::web_adapter adapter({own_origins(s, *at, server.port()), seconds(s.hello_seconds),
                              seconds(15), std::move(site.page_policy), std::move(site.files)},
                             services, *store, metrics);
    adapter.watch(server);
    server.mount(adapter.routes());
    server.mount(teams.routes());
    reloader content(s, slot, log);
    std::cout << "gaitkeeper listening on " << (s.tls_certificate.empty() ? "http://" : "https://")
              << s.listen.substr(0, s.listen.rfind(':')) << ':' << server.port() << std::endl;
    teams.connect();
    run_until_told(server, content, log);
    content.leave();
    return done;
}

void add_flags(CLI::App& command, serve_settings& s) {
    for (const auto& one : settings_of(s)) {
        if (one.is_common) continue;
        auto names = "--" + one.name;
        if (one.name.find('_') != std::string::npos) {
            auto dashed = one.name;
            std::ranges::replace(dashed, '_', '-');
            names += ",--" + dashed;
        }
        std::visit(
            [&](auto* value) {
                command.add_option(names, *value, one.help)->capture_default_str();
            },
            one.value);
    }
}

// The file's problems, and what the flags have not set from it.
std::vector<problem> apply_config(const std::string& path, const CLI::App& command,
                                  serve_settings& s) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return {{path, "", "cannot be read"}};
    const std::string toml{std::istreambuf_iterator<char>(file), {}};
    return read_config(toml, path, s, [&](const setting& one) {
        const auto& where = one.is_common ? *command.get_parent() : command;
        return where.get_option("--" + one.name)->count() > 0;
    });
}

} // namespace

void add_serve(CLI::App& app, const common_options& common, action& run) {
    auto* command = app.add_subcommand(
        "serve",
        "the web chat, its page and its API, and team chats whose secrets are set, until SIGTERM; "
        "SIGHUP loads the content anew");
    auto settings = std::make_shared<serve_settings>();
    auto config = std::make_shared<std::string>();
    command->add_option("--config", *config,
                        "a TOML file; each key has a flag of the same name, and the flag wins");
    add_flags(*command, *settings);
    command->callback([&common, &run, command, settings, config] {
        run = [&common, command, settings, config]() -> int {
            settings->content = common.content;
            settings->locale = common.locale;
            settings->region = common.region;
            std::vector<problem> problems;
            if (!config->empty()) problems = apply_config(*config, *command, *settings);
            if (!problems.empty())
                return print_problems({errc::bad_input, std::move(problems)}),
                       static_cast<int>(found_problems);
            return serve(*settings);
        };
    });
}

} // namespace gaitkeeper::program
