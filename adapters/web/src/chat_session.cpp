#include "gaitkeeper/web/chat_session.hpp"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gaitkeeper/wire/json_text.hpp"
#include "gaitkeeper/wire/reply_json.hpp"

namespace gaitkeeper::web {
namespace {

namespace json = boost::json;

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

std::string ack_frame(std::string_view id) {
    std::string frame = R"({"type":"ack","id":)";
    wire::append_string(frame, id);
    frame += '}';
    return frame;
}

std::string reply_frame(const reply& given, std::uint64_t seq, std::string_view re) {
    std::string frame = R"({"type":"reply","seq":)" + std::to_string(seq) + R"(,"re":)";
    wire::append_string(frame, re);
    frame += ',';
    wire::append_members(frame, given);
    frame += '}';
    return frame;
}

// The text that an offer stands for: named by its place, its label or the text itself.
const std::string* text_of(const session_state& state,
                           const std::variant<std::string, std::uint64_t>& option) {
    if (const auto* place = std::get_if<std::uint64_t>(&option))
        return *place < state.offered.size() ? &state.offered[*place].text : nullptr;
    const auto& named = std::get<std::string>(option);
    for (const auto& one : state.offered) {
        if (one.label == named || one.text == named) return &one.text;
    }
    return nullptr;
}

step with_frames(std::vector<std::string> frames) {
    step made;
    made.frames = std::move(frames);
    return made;
}

} // namespace

std::string bye_frame(std::string_view reason) {
    return json::serialize(json::object{{"type", "bye"}, {"reason", view(reason)}});
}

step chat_session::on_frame(std::string_view frame, time_point now) {
    auto read = wire::parse_client_frame(frame, services_.limits.text);
    const auto wait = frames_.ask(services_.limits.frames, now);
    if (wait != wait.zero()) return breach(read ? read->id : read.error().id, wait);
    if (!read) return refuse(read.error());
    if (!state_ && read->kind != wire::frame_kind::hello) return on_silence();
    switch (read->kind) {
    case wire::frame_kind::hello:
        return greet(*read, now);
    case wire::frame_kind::message:
    case wire::frame_kind::choose:
        return answer(*read, now);
    case wire::frame_kind::typing:
        return {};
    case wire::frame_kind::bye:
        break;
    }
    step made;
    made.ended = true;
    made.frames = {bye_frame("asked")};
    made.close = farewell::done;
    return made;
}

step chat_session::on_silence() {
    if (services_.observer != nullptr) services_.observer->refused(refusal::no_hello);
    step made;
    made.close = farewell::policy;
    return made;
}

step chat_session::greet(const wire::client_frame& hello, time_point now) {
    if (state_ || hello_) return fail("already_open", {});
    hello_ = std::make_unique<wire::client_frame>(hello);
    if (hello.resume.empty()) return found(nullptr, now);
    step made;
    made.wanted = hello.resume;
    return made;
}

step chat_session::found(session_handle state, time_point) {
    const bool is_resumed = state != nullptr;
    if (is_resumed && services_.observer != nullptr) services_.observer->resumed();
    if (!is_resumed) {
        state = std::make_shared<session_state>();
        state->resume = services_.random_token();
        state->session = services_.random_token();
        state->region = services_.default_region;
    }
    state_ = std::move(state);
    return welcome(is_resumed);
}

step chat_session::welcome(bool is_resumed) {
    const auto with = services_.engine_now();
    const auto hello = std::move(*hello_);
    hello_.reset();
    const std::scoped_lock held(state_->busy);
    const auto& tag = hello.locale.empty() ? services_.default_locale : hello.locale;
    if (!is_resumed || !hello.locale.empty()) state_->locale = with.negotiate(tag);
    if (!hello.region.empty()) state_->region = hello.region;
    const auto& most = services_.limits;
    step made;
    made.changed = true;
    made.frames.push_back(json::serialize(json::object{
        {"type", "welcome"},
        {"session", state_->session},
        {"resume", state_->resume},
        {"seq", state_->seq},
        {"locale", state_->locale},
        {"resumed", is_resumed},
        {"limits", json::object{{"code_points", most.text.code_points},
                                {"text_bytes", most.text.bytes},
                                {"frame_bytes", most.frame_bytes},
                                {"message_every_ms",
                                 std::chrono::ceil<milliseconds>(most.messages.every).count()},
                                {"message_burst", most.messages.burst}}},
        {"disclaimer", with.text(state_->locale, "triage/disclaimer")}}));
    if (!is_resumed || !hello.last_seq) return made;
    state_->replies.each_after(
        *hello.last_seq, [&](const remembered_reply& one) { made.frames.push_back(one.frame); });
    return made;
}

step chat_session::answer(const wire::client_frame& said, time_point now) {
    std::unique_lock held(state_->busy);
    if (const auto* before = state_->replies.find(said.id)) {
        if (services_.observer != nullptr) services_.observer->repeated();
        return with_frames({ack_frame(said.id), before->frame});
    }
    auto wait = state_->rate.ask(services_.limits.messages, now);
    if (wait == wait.zero() && of_client_) wait = of_client_->ask(services_.limits.of_client, now);
    if (wait != wait.zero()) {
        held.unlock();
        return breach(said.id, wait);
    }
    const std::string* text = &said.text;
    if (said.kind == wire::frame_kind::choose) text = text_of(*state_, said.option);
    if (text == nullptr) {
        held.unlock();
        if (services_.observer != nullptr) services_.observer->refused(refusal::unknown_option);
        return fail("unknown_option", said.id);
    }
    step made;
    made.changed = true;
    auto frame = respond(said, *text);
    made.frames.reserve(2);
    made.frames.push_back(ack_frame(said.id));
    made.frames.push_back(frame);
    state_->replies.add({said.id, state_->seq, std::move(frame)}, services_.limits.replies,
                        services_.limits.reply_bytes);
    for (const auto& [number, tell] : state_->watchers)
        tell();
    return made;
}

std::string chat_session::respond(const wire::client_frame& said, std::string_view text) {
    const auto begun = std::chrono::steady_clock::now(); // how long, not when: decides nothing
    const auto with = services_.engine_now();
    if (!said.locale.empty()) state_->locale = with.negotiate(said.locale);
    auto given = with.respond(state_->talk, {text, state_->locale, state_->region});
    auto frame = reply_frame(given, ++state_->seq, said.id);
    if (services_.observer != nullptr)
        services_.observer->answered(given, std::chrono::steady_clock::now() - begun);
    state_->offered = std::move(given.suggestions); // `text` may have stood in those before
    return frame;
}

step chat_session::refuse(const wire::frame_error& why) {
    if (services_.observer != nullptr) services_.observer->refused(refusal::bad_frame);
    auto made = fail(name(why.fault), why.id);
    if (why.fault == wire::frame_fault::bad_json && ++bad_frames_ >= services_.limits.bad_frames)
        made.close = farewell::policy;
    return made;
}

step chat_session::breach(std::string_view re, milliseconds retry_after) {
    if (services_.observer != nullptr) services_.observer->refused(refusal::rate);
    if (!state_) return on_silence();
    auto made = fail("rate_limited", re, retry_after);
    if (++breaches_ >= services_.limits.breaches) made.close = farewell::policy;
    return made;
}

step chat_session::fail(std::string_view code, std::string_view re, milliseconds retry_after) {
    const auto with = services_.engine_now();
    auto locale = with.negotiate(services_.default_locale);
    if (state_) {
        const std::scoped_lock held(state_->busy);
        locale = state_->locale;
    }
    json::object frame{{"type", "error"}, {"code", view(code)}};
    if (!re.empty()) frame["re"] = view(re);
    frame["message"] = with.text(locale, "ui/errors/" + std::string(code));
    if (retry_after != retry_after.zero()) frame["retry_after_ms"] = retry_after.count();
    return with_frames({json::serialize(frame)});
}

} // namespace gaitkeeper::web
