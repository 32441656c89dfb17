#include "gaitkeeper/engine.hpp"

#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>

#include "content/library.hpp"
#include "dialog/locale.hpp"
#include "dialog/resolve.hpp"
#include "explain.hpp"
#include "match/select.hpp"
#include "safety/assess.hpp"
#include "say/compose.hpp"
#include "suspect.hpp"
#include "text/analyze.hpp"

namespace gaitkeeper {
namespace {

template <class Index, class Id>
std::vector<std::string> ids_of(const std::vector<Index>& all, Id id) {
    std::vector<std::string> ids;
    ids.reserve(all.size());
    for (const auto i : all)
        ids.push_back(id(i));
    return ids;
}

result<engine> open_library(result<content::bundle> opened,
                            engine (*make)(std::shared_ptr<const content::library>)) {
    if (!opened) return opened.error();
    auto library = content::library::open(std::move(*opened));
    if (!library) return library.error();
    return make(std::move(*library));
}

} // namespace

result<engine> engine::load(const std::filesystem::path& bundle) {
    namespace ipc = boost::interprocess;
    try {
        const ipc::file_mapping file(bundle.c_str(), ipc::read_only);
        auto mapped = std::make_shared<const ipc::mapped_region>(file, ipc::read_only);
        const std::span bytes(static_cast<const std::byte*>(mapped->get_address()),
                              mapped->get_size());
        auto opened = open_library(content::bundle::open(bytes, std::move(mapped)),
                                   [](auto shared) { return engine(std::move(shared)); });
        if (opened) return opened;
        auto failed = opened.error();
        for (auto& p : failed.problems) {
            if (p.file.empty()) p.file = bundle.string();
        }
        return failed;
    } catch (const ipc::interprocess_exception& e) {
        return error{errc::not_found,
                     {{bundle.string(), "", std::string("cannot be read: ") + e.what()}}};
    }
}

result<engine> engine::load_bytes(std::string_view bundle) {
    auto copy = std::make_shared<match::model_bytes>(bundle.size());
    const auto to = copy->writable().first(bundle.size());
    std::ranges::copy(std::as_bytes(std::span(bundle)), to.begin());
    return open_library(content::bundle::open(to, copy),
                        [](auto shared) { return engine(std::move(shared)); });
}

reply engine::respond(conversation& talk, const message& said) const {
    const auto& shared = content_->shared();
    const auto& catalog = shared.catalog;
    auto language = dialog::choose_locale(*content_, talk, said);
    const auto& locale = content_->locale(language.tag);
    const auto before = dialog::recall(talk, catalog);

    // What did they write? Is it dangerous?
    const auto heard = text::analyze(said.text, locale.speech, max_message_bytes);
    thread_local match::workspace scratch; // memory only
    match::reading message(heard, locale.speech.concepts(), scratch);
    const auto danger =
        safety::assess(heard, before.concepts, catalog, shared.rules, suspect(locale, message));

    // What is it about? What were we speaking of?
    const auto ranked = match::rank(message, locale.ranker, catalog);
    const auto selected = match::select(ranked, heard, catalog, locale.settings);
    const bool lost = danger.found.level == triage_level::none &&
                      dialog::is_lost(language, heard, ranked.front().in_scope, catalog);
    const auto turn =
        lost ? dialog::lose(catalog) : dialog::resolve(heard, selected, before, catalog);

    // What do we answer?
    const auto& answering = lost ? content_->locale(language.expected) : locale;
    const auto* region = said.region.empty() ? nullptr : shared.regions.find(said.region);
    auto answer = say::compose(
        turn, danger,
        {*content_, answering, region, talk.introduced, heard.tokens.empty(), heard.truncated});

    const auto topic_id = [&all = catalog](content::topic_index t) { return all.at(t).id; };
    talk.locale = answering.tag;
    talk.hint = std::move(language.hint);
    const bool chat = catalog.at(answer.topics.front()).kind == content::topic_kind::chat;
    if (!chat) talk.recent = ids_of(answer.topics, topic_id); // "thanks" changes no subject
    talk.offered = ids_of(answer.offered, topic_id);
    for (const auto t : answer.told) {
        if (std::ranges::find(before.told, t) == before.told.end())
            talk.told.push_back(topic_id(t));
    }
    talk.concepts =
        ids_of(lost ? before.concepts : dialog::remember(before.concepts, heard, catalog),
               [&all = catalog](text::concept_index c) {
                   return all.concepts[static_cast<std::size_t>(c)].traits.id;
               });
    const bool asks = danger.found.level == triage_level::none && turn.question;
    talk.question = asks ? catalog.questions[*turn.question].id : std::string{};
    talk.introduced = talk.introduced || answer.introduced;
    ++talk.turns;
    return std::move(answer.reply);
}

explanation engine::explain(const conversation& talk, const message& said) const {
    return explain_message(*content_, talk, said);
}

std::string engine::text(std::string_view locale, std::string_view key,
                         std::span<const text_argument> with) const {
    return content_->locale(content_->negotiate(locale)).says.say(key, with);
}

std::string engine::list(std::string_view locale, std::span<const std::string> items) const {
    return content_->locale(content_->negotiate(locale)).says.list(items, content::list_kind::all);
}

std::vector<std::string> engine::locales() const {
    return content_->locales();
}

std::vector<std::string> engine::topics() const {
    std::vector<std::string> ids;
    for (const auto& t : content_->shared().catalog.topics)
        ids.push_back(t.id);
    return ids;
}

std::vector<std::string> engine::regions() const {
    std::vector<std::string> codes;
    for (const auto& r : content_->shared().regions.all)
        codes.push_back(r.code);
    return codes;
}

std::string engine::negotiate(std::string_view tag) const {
    return content_->negotiate(tag);
}

std::string_view engine::content_hash() const noexcept {
    return content_->hash();
}

std::string_view engine::content_version() const noexcept {
    return content_->shared().catalog.version;
}

} // namespace gaitkeeper
