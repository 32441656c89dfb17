// In which language is a message? Ours beside cld2, on the cases of every installed locale and on
// the first one or two words of each; without a hint. And how many messages of three words or more
// are held to be in none of the installed languages? Prints two Markdown tables.
//
//   language_bench [--data DIR]    DIR: further case files, one for each language (en.jsonl, ...),
//                                  of languages that are not installed too
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <cld2/public/compact_lang_det.h>
#include <unicode/brkiter.h>

#include "content/library.hpp"
#include "dialog/locale.hpp"
#include "gaitkeeper/content.hpp"
#include "gaitkeeper/engine.hpp"
#include "match/reading.hpp"
#include "match/select.hpp"
#include "text/analyze.hpp"
#include "text/normalize.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// Ends of the words of a text, by ICU's dictionaries where there are no spaces.
std::vector<std::int32_t> word_ends(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> words(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    words->setText(text);
    std::vector<std::int32_t> ends;
    for (auto at = words->next(); at != icu::BreakIterator::DONE; at = words->next()) {
        if (words->getRuleStatus() >= UBRK_WORD_LETTER) ends.push_back(at);
    }
    return ends;
}

struct messages {
    std::vector<std::string> longer;  // three words or more
    std::vector<std::string> shorter; // one or two
};

void add_file(const fs::path& path, const std::string& locale, messages& to) {
    std::ifstream file(path);
    std::set<std::string> seen(to.shorter.begin(), to.shorter.end());
    for (std::string line; std::getline(file, line);) {
        const auto one = json::parse(line).as_object();
        const auto text = json::value_to<std::string>(one.at("text"));
        if (json::value_to<std::string>(one.at("locale")) != locale) continue;
        const auto whole = icu::UnicodeString::fromUTF8(text);
        const auto ends = word_ends(whole);
        if (ends.empty()) continue;
        if (ends.size() >= 3) to.longer.push_back(text);
        for (const auto words : {std::size_t{1}, std::size_t{2}}) {
            if (ends.size() < words) break;
            std::string start;
            whole.tempSubString(0, ends[words - 1]).toUTF8String(start);
            if (seen.insert(start).second) to.shorter.push_back(start);
        }
    }
}

std::vector<fs::path> files_of(const std::string& folder) {
    std::vector<fs::path> files;
    if (folder.empty()) return files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    }
    return files;
}

struct outcome {
    std::size_t all = 0, right = 0;
    double us = 0;
};

template <class Guess>
outcome ask(const std::vector<std::string>& texts, const std::string& truth, Guess guess) {
    outcome o;
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& text : texts)
        o.right += guess(text) == truth ? 1U : 0U;
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    o.all = texts.size();
    o.us = took.count() / static_cast<double>(std::max<std::size_t>(1, texts.size()));
    return o;
}

void print(const std::string& what, const outcome& ours, const outcome& peer) {
    const auto percent = [](const outcome& o) {
        return 100 * static_cast<double>(o.right) / static_cast<double>(o.all);
    };
    std::printf("| %s | %zu | %.1f | %.1f | %.2f | %.2f |\n", what.c_str(), ours.all, percent(ours),
                percent(peer), ours.us, peer.us);
}

// Whether the content would say that it has no such language, but for red flags.
bool is_in_none(const gaitkeeper::content::library& library, const std::string& text) {
    using namespace gaitkeeper;
    const auto language = dialog::choose_locale(library, {}, {text, {}, {}});
    const auto& locale = library.locale(language.tag);
    const auto& catalog = library.shared().catalog;
    const auto heard = text::analyze(text, locale.speech, max_message_bytes);
    match::workspace scratch;
    match::reading message(heard, locale.speech.concepts(), scratch);
    const auto ranked = match::rank(message, locale.ranker, catalog);
    return dialog::is_lost(language, heard, ranked.front().in_scope, catalog);
}

// Whether the peer tells a language that is not installed.
bool peer_says_none(const gaitkeeper::content::library& library, const std::string& code) {
    return code != "un" && std::ranges::find(library.locales(), code) == library.locales().end();
}

int run(const std::string& data) {
    std::ifstream file(GAITKEEPER_BUNDLE, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    auto copy = std::make_shared<gaitkeeper::match::model_bytes>(bytes.size());
    std::ranges::copy(std::as_bytes(std::span(bytes)), copy->writable().begin());
    const auto library =
        gaitkeeper::content::library::open(
            gaitkeeper::content::bundle::open(copy->view().first(bytes.size()), copy).value())
            .value();

    const auto ours = [&](const std::string& text) {
        const auto all = library->languages().weigh(gaitkeeper::text::normalize(text).text);
        return library->locales()[gaitkeeper::text::likeliest(all)];
    };
    const auto peer = [](const std::string& text) {
        bool reliable = false;
        return std::string(CLD2::LanguageCode(
            CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable)));
    };

    std::map<std::string, std::vector<std::string>> longer;
    std::puts("| messages | number | ours, % | cld2, % | ours, µs | cld2, µs |\n"
              "| --- | ---: | ---: | ---: | ---: | ---: |");
    for (const auto& tag : library->locales()) {
        messages all;
        for (const auto* name : {"topics", "flags"})
            add_file(fs::path(GAITKEEPER_CASES) / tag / (std::string(name) + ".jsonl"), tag, all);
        if (!data.empty()) add_file(fs::path(data) / (tag + ".jsonl"), tag, all);
        print(tag + ", three words or more", ask(all.longer, tag, ours),
              ask(all.longer, tag, peer));
        print(tag + ", one or two words", ask(all.shorter, tag, ours), ask(all.shorter, tag, peer));
        longer[tag] = std::move(all.longer);
    }
    for (const auto& file : files_of(data)) {
        const auto tag = file.stem().string();
        messages all;
        if (!longer.contains(tag)) add_file(file, tag, all);
        if (!all.longer.empty()) longer[tag] = std::move(all.longer);
    }
    std::puts(
        "\n| messages of three words or more | number | in none, ours, % | in none, cld2, % |\n"
        "| --- | ---: | ---: | ---: |");
    for (const auto& [tag, texts] : longer) {
        const auto share = [&, &texts = texts](auto is_none) {
            return 100 * static_cast<double>(std::ranges::count_if(texts, is_none)) /
                   static_cast<double>(texts.size());
        };
        const bool installed =
            std::ranges::find(library->locales(), tag) != library->locales().end();
        std::printf("| %s%s | %zu | %.1f | %.1f |\n", tag.c_str(),
                    installed ? "" : ", not installed", texts.size(),
                    share([&](const std::string& t) { return is_in_none(*library, t); }),
                    share([&](const std::string& t) { return peer_says_none(*library, peer(t)); }));
    }
    return 0;
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.empty()) return bench::run({});
    if (arguments.size() == 2 && arguments[0] == "--data") return bench::run(arguments[1]);
    std::cerr << "usage: language_bench [--data DIR]\n";
    return 2;
}
