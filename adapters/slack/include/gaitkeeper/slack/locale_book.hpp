#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "gaitkeeper/slack/api_answer.hpp"
#include "gaitkeeper/slack/outbox.hpp"
#include "gaitkeeper/slack/post_queue.hpp"

namespace gaitkeeper::slack {

struct locale_book_options {
    std::string base = "https://slack.com/api/"; ///< ends in a slash
    std::size_t people = 10'000;          ///< remembered; then who was asked for longest ago goes
    std::chrono::minutes keep{24 * 60};   ///< a locale that was told
    std::chrono::minutes keep_unknown{5}; ///< that none was told
    std::chrono::milliseconds patience{1'000}; ///< of who asks
    std::size_t at_once = 4;                   ///< requests under way
    std::size_t in_all = 1'000; ///< people being asked for; others are answered at once
};

/// Which language people have chosen, by `users.info`, without a socket or a clock. One request per
/// person at a time; who waits for longer than `patience` is told that it is not known.
class locale_book {
public:
    using hearer = std::function<void(std::string locale)>;

    /// An answer that is due.
    struct told {
        hearer then;
        std::string locale;
    };

    /// The store outlives the book.
    locale_book(locale_book_options options, installation_store& installations);

    [[nodiscard]] std::optional<std::string> known(const person& who, instant now) const;
    void ask(const person& who, hearer then, instant now);

    [[nodiscard]] std::optional<api_request> next(instant now);
    void finish(std::uint64_t ticket, const net::sent& got, instant now);

    /// Everybody who can be told by now; each is told once.
    [[nodiscard]] std::vector<told> take_told(instant now);

    /// How many answers are due and not yet taken.
    [[nodiscard]] std::size_t untold() const { return told_.size(); }

    /// When somebody's patience ends or what was held back may go.
    [[nodiscard]] instant wake() const;

private:
    struct page {
        std::string key, locale;
        instant until;
    };
    struct question {
        person who;
        std::vector<std::pair<hearer, instant>> hearers;
        std::uint64_t ticket = 0; ///< 0: not asked yet
    };

    void write(std::string key, std::string locale, instant until);
    [[nodiscard]] bool is_held(const workspace& in, instant now) const;

    locale_book_options options_;
    installation_store& installations_;
    std::list<page> pages_; ///< written last first
    std::unordered_map<std::string, std::list<page>::iterator> places_;
    std::unordered_map<std::string, question> questions_; ///< by person
    std::unordered_map<std::uint64_t, std::string> in_hand_;
    std::unordered_map<std::string, instant> held_; ///< by workspace
    std::vector<told> told_;
    std::uint64_t tickets_ = 0;
};

} // namespace gaitkeeper::slack
