// What a reply costs, room by room, beside what ICU alone takes for the same messages.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>

#include <benchmark/benchmark.h>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/utext.h>

#include "content/library.hpp"
#include "fresh_start.hpp"
#include "gaitkeeper/engine.hpp"
#include "match/select.hpp"
#include "safety/assess.hpp"
#include "table.hpp"
#include "text/analyze.hpp"

namespace bench {
namespace {

using messages = std::vector<std::string>;

messages read_messages(const std::string& locale) {
    messages all;
    std::ifstream file(GAITKEEPER_MESSAGES "/" + locale + ".txt");
    for (std::string line; std::getline(file, line);)
        all.push_back(line);
    if (all.empty()) throw std::runtime_error("no messages for " + locale);
    return all;
}

// The clock that is read without a call into the kernel: such a call, between two messages, would
// throw out of the caches what a busy server keeps in them.
double now_us() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::micro>(now).count();
}

// Times every call by itself, in turn over `count` messages; the percentiles are over all calls.
template <class Call>
void time_calls(benchmark::State& state, std::size_t count, Call call) {
    for (std::size_t i = 0; i < count; ++i)
        call(i); // warm
    std::vector<double> took;
    std::size_t next = 0;
    for (auto _ : state) {
        const auto begin = now_us();
        call(next);
        took.push_back(now_us() - begin);
        next = (next + 1) % count;
    }
    const auto at = [&](double share) {
        const auto n = static_cast<std::ptrdiff_t>(share * static_cast<double>(took.size() - 1));
        std::ranges::nth_element(took, took.begin() + n);
        return took[static_cast<std::size_t>(n)];
    };
    state.counters["p50_us"] = at(0.50);
    state.counters["p99_us"] = at(0.99);
}

// Normalisation and word boundaries and nothing else.
void icu_alone(benchmark::State& state, const messages& said) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const std::unique_ptr<icu::BreakIterator> words(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    std::string folded;
    UText view = UTEXT_INITIALIZER;
    time_calls(state, said.size(), [&](std::size_t i) {
        folded.clear();
        icu::StringByteSink<std::string> sink(&folded);
        fold->normalizeUTF8(0, said[i], sink, nullptr, status);
        utext_openUTF8(&view, folded.data(), static_cast<std::int64_t>(folded.size()), &status);
        words->setText(&view, status);
        std::int32_t count = 0;
        while (words->next() != icu::BreakIterator::DONE)
            ++count;
        benchmark::DoNotOptimize(count);
    });
    utext_close(&view);
}

std::shared_ptr<const gaitkeeper::content::library> open_library() {
    namespace ipc = boost::interprocess;
    const ipc::file_mapping file(GAITKEEPER_BUNDLE, ipc::read_only);
    auto mapped = std::make_shared<const ipc::mapped_region>(file, ipc::read_only);
    const std::span bytes(static_cast<const std::byte*>(mapped->get_address()), mapped->get_size());
    auto bundle = gaitkeeper::content::bundle::open(bytes, std::move(mapped));
    return gaitkeeper::content::library::open(std::move(bundle).value()).value();
}

// What is shown beside the whole of `engine::respond`: its rooms, each fed by the one before.
void add_locale(const std::string& locale, const messages& said,
                const gaitkeeper::content::library& library, const gaitkeeper::engine& engine) {
    using namespace gaitkeeper;
    const auto add = [&](const std::string& name, auto run) {
        benchmark::RegisterBenchmark((locale + "/" + name).c_str(), run);
    };
    const auto* content = &library.locale(locale);
    const auto* shared = &library.shared();
    auto heard = std::make_shared<std::vector<text::utterance>>();
    for (const auto& text : said) {
        heard->push_back(text::analyze(text, content->speech, max_message_bytes));
    }
    add("floor: ICU alone", [&said](benchmark::State& state) { icu_alone(state, said); });
    add("text::analyze", [=, &said](benchmark::State& state) {
        time_calls(state, said.size(), [&](std::size_t i) {
            benchmark::DoNotOptimize(text::analyze(said[i], content->speech, max_message_bytes));
        });
    });
    add("safety::assess", [=](benchmark::State& state) {
        time_calls(state, heard->size(), [&](std::size_t i) {
            benchmark::DoNotOptimize(
                safety::assess((*heard)[i], {}, shared->catalog, shared->rules));
        });
    });
    add("match::rank", [=](benchmark::State& state) {
        match::workspace scratch;
        time_calls(state, heard->size(), [&](std::size_t i) {
            match::reading message((*heard)[i], content->speech.concepts(), scratch);
            benchmark::DoNotOptimize(match::rank(message, content->ranker, shared->catalog));
        });
    });
    add("engine::respond", [&said, &engine, locale](benchmark::State& state) {
        time_calls(state, said.size(), [&](std::size_t i) {
            conversation talk;
            benchmark::DoNotOptimize(engine.respond(talk, {said[i], locale, "GB"}));
        });
    });
}

int run(int count, char** arguments) {
    benchmark::Initialize(&count, arguments);
    if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
    const std::vector<std::string> locales{"en", "es"};
    std::vector<messages> said;
    messages firsts;
    for (const auto& locale : locales)
        firsts.push_back(said.emplace_back(read_messages(locale)).front());
    const auto start = measure_fresh_start(GAITKEEPER_BUNDLE, locales, firsts);

    const auto engine = gaitkeeper::engine::load(GAITKEEPER_BUNDLE).value();
    const auto library = open_library();
    for (std::size_t i = 0; i < locales.size(); ++i)
        add_locale(locales[i], said[i], *library, engine);
    markdown_table table;
    benchmark::RunSpecifiedBenchmarks(&table);
    std::printf("\nA fresh process: first reply after %.1f ms, both locales after %.1f ms, "
                "%.1f MB resident then.\n",
                start.first_reply_ms, start.all_locales_ms, start.resident_mb);
    return 0;
}

} // namespace
} // namespace bench

int main(int count, char** arguments) {
    return bench::run(count, arguments);
}
