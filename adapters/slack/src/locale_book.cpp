#include "gaitkeeper/slack/locale_book.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>

#include "api_request.hpp"

namespace gaitkeeper::slack {
namespace {

std::string key_of(const person& who) {
    return key_of(who.in) + who.user;
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// An id comes out of a request and goes into a query.
bool is_id(std::string_view text) {
    constexpr std::size_t most = 64;
    return !text.empty() && text.size() <= most && std::ranges::all_of(text, is_word);
}

std::string read_locale(const std::string& body) {
    boost::system::error_code failed;
    const auto read = boost::json::parse(body, failed);
    if (failed || !read.is_object()) return {};
    const auto* user = read.get_object().if_contains("user");
    if (user == nullptr || !user->is_object()) return {};
    const auto* locale = user->get_object().if_contains("locale");
    if (locale == nullptr || !locale->is_string()) return {};
    constexpr std::size_t most = 35; // RFC 5646, 4.4.1
    const std::string_view tag = locale->get_string();
    const auto fits = [](char c) { return is_word(c) || c == '-'; };
    return tag.size() <= most && std::ranges::all_of(tag, fits) ? std::string(tag) : std::string{};
}

} // namespace

locale_book::locale_book(locale_book_options options, installation_store& installations)
    : options_(std::move(options)), installations_(installations) {}

std::optional<std::string> locale_book::known(const person& who, instant now) const {
    const auto at = places_.find(key_of(who));
    if (at == places_.end() || at->second->until <= now) return std::nullopt;
    return at->second->locale;
}

void locale_book::ask(const person& who, hearer then, instant now) {
    if (const auto locale = known(who, now)) {
        told_.push_back({std::move(then), *locale});
        return;
    }
    const auto key = key_of(who);
    const bool is_new = !questions_.contains(key);
    if (!is_id(who.user) || (is_new && questions_.size() >= options_.in_all)) {
        told_.push_back({std::move(then), {}});
        return;
    }
    auto& at = questions_[key];
    at.who = who;
    at.hearers.emplace_back(std::move(then), now + options_.patience);
}

std::optional<api_request> locale_book::next(instant now) {
    if (in_hand_.size() >= options_.at_once) return std::nullopt;
    for (auto& [key, at] : questions_) {
        if (at.ticket != 0 || is_held(at.who.in, now)) continue;
        const auto found = installations_.find(at.who.in);
        if (!found) continue; // patience will tell
        at.ticket = ++tickets_;
        in_hand_.emplace(at.ticket, key);
        net::outgoing_request made;
        made.method = "GET";
        made.url = options_.base + "users.info?include_locale=true&user=" + at.who.user;
        made.fields.emplace_back("Authorization", "Bearer " + found->bot_token);
        return api_request{at.ticket, std::move(made)};
    }
    return std::nullopt;
}

void locale_book::finish(std::uint64_t ticket, const net::sent& got, instant now) {
    const auto hand = in_hand_.extract(ticket);
    if (hand.empty()) return;
    const auto at = questions_.find(hand.mapped());
    const auto who = at->second.who;
    const auto answer = judge_method(got);
    if (answer.outcome == outcome::limited) {
        held_[key_of(who.in)] = now + answer.wait;
        at->second.ticket = 0;
        return;
    }
    if (answer.outcome == outcome::removed) installations_.forget(who.in);
    auto locale = answer.outcome == outcome::done ? read_locale(got.answer.body) : std::string{};
    for (auto& [then, until] : at->second.hearers)
        told_.push_back({std::move(then), locale});
    questions_.erase(at);
    const auto keep = locale.empty() ? options_.keep_unknown : options_.keep;
    write(hand.mapped(), std::move(locale), now + keep);
}

std::vector<locale_book::told> locale_book::take_told(instant now) {
    for (auto at = questions_.begin(); at != questions_.end();) {
        auto& waiting = at->second;
        std::erase_if(waiting.hearers, [&](auto& one) {
            if (one.second > now) return false;
            told_.push_back({std::move(one.first), {}});
            return true;
        });
        // What is under way goes on: its answer is for the next time.
        const bool is_over = waiting.hearers.empty() && waiting.ticket == 0;
        at = is_over ? questions_.erase(at) : std::next(at);
    }
    return std::exchange(told_, {});
}

instant locale_book::wake() const {
    auto first = told_.empty() ? instant::max() : instant::min();
    for (const auto& [key, at] : questions_)
        for (const auto& [then, until] : at.hearers)
            first = std::min(first, until);
    return first;
}

void locale_book::write(std::string key, std::string locale, instant until) {
    if (const auto old = places_.find(key); old != places_.end()) {
        pages_.erase(old->second);
        places_.erase(old);
    }
    pages_.push_front({key, std::move(locale), until});
    places_.emplace(std::move(key), pages_.begin());
    if (pages_.size() <= options_.people) return;
    places_.erase(pages_.back().key);
    pages_.pop_back();
}

bool locale_book::is_held(const workspace& in, instant now) const {
    const auto at = held_.find(key_of(in));
    return at != held_.end() && at->second > now;
}

} // namespace gaitkeeper::slack
