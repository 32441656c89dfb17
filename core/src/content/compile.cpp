#include <algorithm>
#include <fstream>
#include <future>
#include <mutex>
#include <sstream>

#include "content/bundle.hpp"
#include "content/check.hpp"
#include "content/completeness.hpp"
#include "content/learn.hpp"
#include "content/library.hpp"
#include "content/parity.hpp"
#include "content/source.hpp"
#include "gaitkeeper/content.hpp"

namespace gaitkeeper {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_file_bytes = std::uintmax_t{16} << 20U;

bool is_content_file(const fs::path& path) {
    return path.extension() == ".json" && path.parent_path().filename() != "schema";
}

std::vector<std::pair<std::string_view, std::string_view>>
views(std::span<const content_file> files) {
    std::vector<std::pair<std::string_view, std::string_view>> list;
    for (const auto& f : files)
        list.emplace_back(f.path, f.bytes);
    std::ranges::sort(list);
    return list;
}

// Null where the content lacks its default locale.
const content::locale_source* default_of(const content::parsed_content& parsed) {
    const auto at = std::ranges::find(parsed.locales, parsed.shared.catalog.default_locale,
                                      &content::locale_source::tag);
    return at == parsed.locales.end() ? nullptr : &*at;
}

} // namespace

result<std::vector<content_file>> read_content(const fs::path& folder) {
    std::vector<content_file> files;
    const auto fail = [](errc code, const fs::path& where, std::string what) {
        return error{code, {{where.generic_string(), "", std::move(what)}}};
    };
    for (const auto* top : {"intents", "locales"}) {
        std::error_code failed;
        fs::recursive_directory_iterator walk(folder / top, failed);
        if (failed)
            return fail(errc::not_found, folder / top, "no such folder, or it cannot be read");
        for (const auto& entry : walk) {
            if (!entry.is_regular_file(failed) || !is_content_file(entry.path())) continue;
            if (entry.file_size(failed) > max_file_bytes) {
                return fail(errc::limit_exceeded, entry.path(), "the file is larger than 16 MiB");
            }
            std::ifstream in(entry.path(), std::ios::binary);
            std::ostringstream bytes;
            bytes << in.rdbuf();
            if (!in) return fail(errc::not_found, entry.path(), "the file cannot be read");
            files.push_back({fs::relative(entry.path(), folder).generic_string(), bytes.str()});
        }
    }
    std::ranges::sort(files, {}, &content_file::path);
    return files;
}

std::vector<problem> check(std::span<const content_file> files, const check_options& options) {
    std::vector<problem> problems;
    const auto list = views(files); // what is parsed refers to it
    const auto parsed = content::check_all(list, problems);
    for (const auto& locale : parsed.locales) {
        content::check_enough(parsed.shared, locale, problems);
        content::check_too_close(parsed.shared, locale, problems);
        if (const auto* model = default_of(parsed))
            content::check_proportions(locale, *model, problems);
    }
    content::check_languages(parsed.shared, parsed.locales, problems);
    if (!options.today.empty()) content::check_dates(parsed.shared, options.today, problems);
    return problems;
}

std::vector<locale_card> survey(std::span<const content_file> files) {
    std::vector<problem> ignored;
    const auto list = views(files);
    const auto parsed = content::check_all(list, ignored);
    std::vector<locale_card> cards;
    if (const auto* model = default_of(parsed)) {
        for (const auto& locale : parsed.locales)
            cards.push_back(content::card_of(parsed.shared, locale, *model));
    }
    return cards;
}

result<std::string> compile(std::span<const content_file> files, const compile_options& options) {
    const auto list = views(files);
    std::vector<problem> problems;
    auto parsed = content::check_all(list, problems);
    if (!problems.empty()) return error{errc::bad_content, std::move(problems)};

    // One locale a thread: each is trained by one thread alone, so their number changes no byte.
    std::vector<result<content::learnt>> done;
    done.reserve(parsed.locales.size());
    std::mutex talking;
    std::vector<double> shares(parsed.locales.size(), 0.0);
    const auto learn_one = [&](std::size_t i) {
        return content::learn(parsed.shared, parsed.locales[i], [&](double share) {
            if (!options.progress) return;
            const std::scoped_lock lock(talking);
            shares[i] = share;
            double sum = 0;
            for (const auto s : shares)
                sum += s;
            options.progress("training", sum / static_cast<double>(shares.size()));
        });
    };
    const auto width = std::max<std::size_t>(options.threads, 1);
    for (std::size_t from = 0; from < parsed.locales.size(); from += width) {
        std::vector<std::future<result<content::learnt>>> running;
        for (auto i = from; i < std::min(from + width, parsed.locales.size()); ++i) {
            running.push_back(
                std::async(width > 1 ? std::launch::async : std::launch::deferred, learn_one, i));
        }
        for (auto& r : running)
            done.push_back(r.get());
    }

    content::bundle_writer out;
    for (const auto& [path, bytes] : list)
        out.add(std::string(path), std::string(bytes));
    std::vector<text::language_sample> samples;
    for (std::size_t i = 0; i < done.size(); ++i) {
        if (!done[i]) return done[i].error();
        samples.push_back(std::move(done[i]->sample));
        const auto& tag = parsed.locales[i].tag;
        const auto model = done[i]->model.view();
        out.add(content::model_entry(tag),
                std::string(reinterpret_cast<const char*>(model.data()), model.size()));
        if (const auto alarms = done[i]->alarms.view(); !alarms.empty()) {
            out.add(content::alarms_entry(tag),
                    std::string(reinterpret_cast<const char*>(alarms.data()), alarms.size()));
        }
        out.add(content::settings_entry(tag), content::write_derived(done[i]->settings));
    }
    out.add(std::string(content::languages_entry), text::learn_languages(samples));
    return out.finish();
}

} // namespace gaitkeeper
