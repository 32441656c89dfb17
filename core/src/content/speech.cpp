#include "content/speech.hpp"

#include <algorithm>
#include <array>

namespace gaitkeeper::content {
namespace {

using text::cue_side;
using text::label_kind;
using text::label_role;
using text::stance;

constexpr std::array<std::pair<std::string_view, stance>, 5> cue_kinds{{
    {"denied", stance::denied},
    {"general", stance::general},
    {"past", stance::past},
    {"another", stance::another},
    {"unreal", stance::unreal},
}};

} // namespace

speech_reader::speech_reader(const catalog& from) : from_(from) {
    for (std::size_t i = 0; i < from.concepts.size(); ++i) {
        source_.concepts.push_back(from.concepts[i].traits);
        label(from.concepts[i].traits.id,
              {.kind = label_kind::mention, .concept_id = static_cast<text::concept_index>(i)});
    }
}

std::size_t speech_reader::label(std::string name, label_role role) {
    source_.labels.push_back({std::move(name), {}});
    source_.roles.push_back(role);
    places_.emplace_back();
    return source_.labels.size() - 1;
}

void speech_reader::add(std::size_t label, const json_value& patterns) {
    const auto one = [&](const json_value& v) {
        source_.labels[label].patterns.push_back(v.string());
        places_[label].push_back({std::string(v.file()), v.pointer()});
    };
    if (patterns.is_string())
        one(patterns);
    else
        patterns.each(one);
}

void speech_reader::concepts(const json_value& file) {
    const auto list = file.want("concepts");
    if (!list) return;
    list->members([&](std::string_view id, const json_value& patterns) {
        const auto found = from_.find_concept(id);
        if (!found) return patterns.complain("concepts.json has no '" + std::string(id) + "'");
        add(static_cast<std::size_t>(*found), patterns);
    });
}

void speech_reader::lexicon(const json_value& file) {
    file.only({"stemmer", "letters", "clitics", "joiners", "macros", "concepts"});
    if (const auto v = file.find("stemmer")) {
        source_.stemmer = v->string();
        if (!source_.stemmer.empty() && !text::stemmer::knows(source_.stemmer)) {
            v->complain("libstemmer has no algorithm of this name");
        }
    }
    letters(file);
    const auto joiner = label("joiners", {.kind = label_kind::joiner});
    if (const auto v = file.find("joiners")) {
        v->each([&](const json_value& word) { // exactly: Spanish "sino" shares its stem with "sin"
            source_.labels[joiner].patterns.push_back("=" + word.string());
            places_[joiner].push_back({std::string(word.file()), word.pointer()});
        });
    }
    macros(file);
    concepts(file);
}

void speech_reader::letters(const json_value& file) {
    if (const auto v = file.find("letters")) {
        source_.letters = v->string();
        if (const auto why = text::letters::complaint_about(source_.letters); !why.empty()) {
            v->complain("ICU does not take these rules: " + why);
        }
    }
    if (const auto v = file.find("clitics")) {
        v->only({"before", "after", "apart"});
        source_.attached.before = v->strings("before");
        if (const auto after = v->find("after")) {
            after->members([&](std::string_view ending, const json_value& instead) {
                const auto one = [&](const json_value& word) {
                    source_.attached.after.emplace_back(std::string(ending), word.string());
                };
                if (instead.is_string())
                    one(instead);
                else
                    instead.each(one);
            });
        }
        if (const auto apart = v->find("apart")) {
            apart->members([&](std::string_view particle, const json_value& endings) {
                endings.each([&](const json_value& ending) {
                    source_.attached.apart.emplace_back(std::string(particle), ending.string());
                });
            });
        }
    }
}

void speech_reader::macros(const json_value& file) {
    const auto list = file.find("macros");
    if (!list) return;
    list->members([&](std::string_view name, const json_value& patterns) {
        const auto full = "$" + std::string(name);
        if (std::ranges::find(source_.labels, full, &text::phrases::source::name) !=
            source_.labels.end()) {
            return patterns.complain("a macro of this name is there already");
        }
        add(label(full, {.kind = label_kind::macro}), patterns);
    });
}

void speech_reader::signs(const json_value& file) {
    file.only({"macros", "concepts"});
    macros(file);
    concepts(file);
}

void speech_reader::cue_list(const json_value& file, std::string_view key, label_kind kind) {
    if (const auto v = file.want(key)) add(label("cue " + std::string(key), {.kind = kind}), *v);
}

void speech_reader::stances(const json_value& file) {
    file.only({"denied", "general", "past", "another", "unreal", "close", "openers", "sufferer"});
    for (const auto& [name, meaning] : cue_kinds) {
        const auto cues = file.want(name);
        if (!cues) continue;
        cues->only({"before", "after", "not"});
        const auto cue = "cue " + std::string(name) + ' ';
        const auto side = [&](std::string_view key, label_role role) {
            if (const auto v = cues->find(key)) add(label(cue + std::string(key), role), *v);
        };
        side("before", {.kind = label_kind::cue, .meaning = meaning, .side = cue_side::before});
        side("after", {.kind = label_kind::cue, .meaning = meaning, .side = cue_side::after});
        side("not", {.kind = label_kind::no_cue});
    }
    cue_list(file, "close", label_kind::close);
    cue_list(file, "openers", label_kind::opener);
    cue_list(file, "sufferer", label_kind::sufferer);
}

void speech_reader::spellings(const json_value& file) {
    file.only({"respell", "keep"});
    if (const auto v = file.find("respell")) {
        v->members([&](std::string_view from, const json_value& to) {
            source_.respell.emplace_back(std::string(from), to.string());
        });
    }
    source_.keep = file.strings("keep");
}

void speech_reader::examples(const json_value& file) {
    file.only({"topics"});
    const auto topics = file.want("topics");
    if (!topics) return;
    topics->members([&](std::string_view id, const json_value& list) {
        const auto topic = from_.find_topic(id);
        if (!topic) return list.complain("catalog.json has no topic '" + std::string(id) + "'");
        list.each([&](const json_value& v) {
            examples_.push_back({v.string(), {*topic}, std::string(v.file()), v.pointer()});
        });
    });
}

void speech_reader::alarms(const json_value& file, const triage_rules& rules) {
    file.only({"raises", "spares"});
    const auto add = [&](const json_value& list, std::size_t alarm) {
        list.each([&](const json_value& v) { alarms_.push_back({v.string(), alarm}); });
    };
    if (const auto spares = file.want("spares")) add(*spares, no_alarm_class);
    const auto raises = file.want("raises");
    if (!raises) return;
    raises->members([&](std::string_view id, const json_value& levels) {
        const auto flag = std::ranges::find(rules.flags, id, &flag_rule::id);
        if (flag == rules.flags.end())
            return levels.complain("flags.json has no flag '" + std::string(id) + "'");
        levels.only({name(triage_level::urgent), name(triage_level::emergency)});
        for (const auto level : {triage_level::urgent, triage_level::emergency}) {
            const auto at = static_cast<std::size_t>(flag - rules.flags.begin());
            if (const auto list = levels.find(name(level))) add(*list, alarm_class(at, level));
        }
    });
}

void speech_reader::several(const json_value& file) {
    file.only({"several"});
    const auto list = file.want("several");
    if (!list) return;
    list->each([&](const json_value& v) {
        v.only({"text", "topics"});
        example made{v.string("text"), {}, std::string(v.file()), v.pointer()};
        for (const auto& id : v.strings("topics")) {
            if (const auto topic = from_.find_topic(id))
                made.topics.push_back(*topic);
            else
                v.complain("catalog.json has no topic '" + id + "'");
        }
        if (made.topics.empty())
            v.complain("'topics' names none");
        else
            examples_.push_back(std::move(made));
    });
}

void speech_reader::report(const std::vector<text::phrases::fault>& faults,
                           std::vector<problem>& problems) const {
    for (const auto& f : faults) {
        const auto& where = places_[f.label];
        const auto at = f.pattern < where.size() ? where[f.pattern] : place{};
        const bool has_pattern = f.pattern < source_.labels[f.label].patterns.size();
        problems.push_back({at.file, at.pointer,
                            "pattern '" +
                                (has_pattern ? source_.labels[f.label].patterns[f.pattern]
                                             : source_.labels[f.label].name) +
                                "': " + f.what});
    }
}

} // namespace gaitkeeper::content
