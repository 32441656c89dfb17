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
#include "serve_options.hpp"
#include "site.hpp"
#include "team_chats.hpp"

namespace gaitkeeper::program {
namespace {

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

// Signals are waited for here, so none interrupts a loop's thread. One that comes before `run`
// waits for it.
class signal_desk {
public:
    signal_desk() : signals_(io_, SIGTERM, SIGINT, SIGHUP) {}

    /// Serves until a signal ends it.
    void run(net::server& server, reloader& content, const net::log_sink& log) {
        std::function<void()> wait = [&] {
            signals_.async_wait([&](const boost::system::error_code& failed, int signal) {
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
        io_.run();
    }

private:
    boost::asio::io_context io_{1};
    boost::asio::signal_set signals_;
};

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
    const auto log = log_of(s.log_level);
    team_chats teams(*known,
                     {services.engine_now, s.locale, s.region,
                      [&metrics](const reply& given, std::chrono::nanoseconds took) {
                          metrics.answered(given, took);
                      },
                      log},
                     {s.sessions, std::chrono::minutes(s.session_idle_minutes)}, s.slack_api_base);
    metrics.tell_also([&teams] { return teams.counts(); });
    net::server server(server_options_of(s, *at, log), {});
    auto site = built_site();
    web::web_adapter adapter({own_origins(s, *at, server.port()), seconds(s.hello_seconds),
                              seconds(15), std::move(site.page_policy), std::move(site.files)},
                             services, *store, metrics);
    adapter.watch(server);
    server.mount(adapter.routes());
    server.mount(teams.routes());
    reloader content(s, slot, log);
    signal_desk signals; // before anybody is told that we are there
    std::cout << "gaitkeeper listening on " << (s.tls_certificate.empty() ? "http://" : "https://")
              << s.listen.substr(0, s.listen.rfind(':')) << ':' << server.port() << std::endl;
    teams.connect();
    signals.run(server, content, log);
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
