#include "content/source.hpp"

#include <algorithm>

namespace gaitkeeper::content {
namespace {

// A file that has to be there, handed to `read`.
template <class Read>
void with_file(file_list files, const std::string& path, std::vector<problem>& problems,
               Read read) {
    const auto at = std::ranges::find(files, path, [](const auto& f) { return f.first; });
    if (at == files.end()) {
        problems.push_back({path, "", "the file is missing"});
        return;
    }
    simdjson::dom::parser parser;
    if (const auto json = parse_json(parser, path, at->second, problems)) read(*json);
}

// "en" of "intents/en/lexicon.json", and "lexicon"; nothing for other paths.
std::pair<std::string_view, std::string_view> locale_file(std::string_view path,
                                                          std::string_view top) {
    if (!path.starts_with(top) || !path.ends_with(".json")) return {};
    path.remove_prefix(top.size());
    path.remove_suffix(5);
    const auto slash = path.find('/');
    if (slash == std::string_view::npos || path.find('/', slash + 1) != std::string_view::npos)
        return {};
    const auto tag = path.substr(0, slash);
    if (tag == "schema") return {};
    return {tag, path.substr(slash + 1)};
}

} // namespace

shared_content read_shared(file_list files, std::vector<problem>& problems) {
    shared_content shared;
    with_file(files, "intents/concepts.json", problems,
              [&](const json_value& json) { read_concepts(json, shared.catalog); });
    with_file(files, "intents/catalog.json", problems,
              [&](const json_value& json) { read_catalog(json, shared.catalog); });
    with_file(files, "intents/flags.json", problems, [&](const json_value& json) {
        read_triage_rules(json, shared.catalog, shared.rules);
    });
    with_file(files, "locales/regions.json", problems,
              [&](const json_value& json) { read_regions(json, shared.regions); });
    return shared;
}

std::vector<std::string> locales_of(file_list files) {
    std::vector<std::string> tags;
    for (const auto& [path, bytes] : files) {
        for (const std::string_view top : {"intents/", "locales/"}) {
            if (const auto tag = locale_file(path, top).first; !tag.empty()) tags.emplace_back(tag);
        }
    }
    std::ranges::sort(tags);
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    return tags;
}

locale_source read_locale(file_list files, std::string_view tag, const shared_content& shared,
                          read_examples examples, std::vector<problem>& problems) {
    locale_source made{std::string(tag), std::make_unique<speech_reader>(shared.catalog),
                       phrasebook(std::string(tag))};
    auto& intents = *made.intents;
    const auto folder = "intents/" + made.tag + '/';
    with_file(files, folder + "lexicon.json", problems, [&](const auto& j) { intents.lexicon(j); });
    with_file(files, folder + "signs.json", problems, [&](const auto& j) { intents.signs(j); });
    with_file(files, folder + "stance.json", problems, [&](const auto& j) { intents.stances(j); });
    with_file(files, folder + "spelling.json", problems,
              [&](const auto& j) { intents.spellings(j); });
    for (const auto& [path, bytes] : files) {
        simdjson::dom::parser parser;
        if (const auto [of, name] = locale_file(path, "locales/"); of == tag) {
            if (const auto json = parse_json(parser, path, bytes, problems))
                made.says.add(name, *json);
        }
        if (examples == read_examples::no) continue;
        const auto [of, name] = locale_file(path, "intents/");
        if (of != tag || name == "lexicon" || name == "signs" || name == "stance" ||
            name == "spelling")
            continue;
        if (const auto json = parse_json(parser, path, bytes, problems)) {
            if (name == "several")
                intents.several(*json);
            else if (name == "alarms")
                intents.alarms(*json, shared.rules);
            else
                intents.examples(*json);
        }
    }
    return made;
}

std::vector<std::size_t> examples_by_topic(const shared_content& shared,
                                           const locale_source& locale) {
    std::vector<std::size_t> count(shared.catalog.topics.size(), 0);
    for (const auto& e : locale.intents->all_examples()) {
        for (const auto t : e.topics)
            ++count[static_cast<std::size_t>(t)];
    }
    return count;
}

} // namespace gaitkeeper::content
