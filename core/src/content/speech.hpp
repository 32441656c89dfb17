#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/catalog.hpp"
#include "content/triage_rules.hpp"
#include "text/language.hpp"

namespace gaitkeeper::content {

/// A message as people type it, and what it is about.
struct example {
    std::string text;
    std::vector<topic_index> topics; ///< one, or several best first
    std::string file, pointer;       ///< where it stands
};

/// A message that is dangerous in the words of no rule, or only looks so.
struct alarm_example {
    std::string text;
    std::size_t alarm = no_alarm_class; ///< see `alarm_class`
};

/// A locale's intents, file by file. What patterns get wrong shows only when the language is
/// built; `report` then says where each pattern stands.
class speech_reader {
public:
    explicit speech_reader(const catalog& from);

    void lexicon(const json_value& file);                           ///< lexicon.json
    void signs(const json_value& file);                             ///< signs.json
    void stances(const json_value& file);                           ///< stance.json
    void spellings(const json_value& file);                         ///< spelling.json
    void examples(const json_value& file);                          ///< a family of topics
    void several(const json_value& file);                           ///< several.json
    void alarms(const json_value& file, const triage_rules& rules); ///< alarms.json

    [[nodiscard]] text::language_source& source() noexcept { return source_; }
    [[nodiscard]] std::vector<example>& all_examples() noexcept { return examples_; }
    [[nodiscard]] std::vector<alarm_example>& alarm_examples() noexcept { return alarms_; }

    void report(const std::vector<text::phrases::fault>& faults,
                std::vector<problem>& problems) const;

private:
    void concepts(const json_value& file);
    void letters(const json_value& file);
    void macros(const json_value& file);
    void add(std::size_t label, const json_value& patterns);
    std::size_t label(std::string name, text::label_role role);
    void cue_list(const json_value& file, std::string_view key, text::label_kind kind);

    struct place {
        std::string file, pointer;
    };
    const catalog& from_;
    text::language_source source_;
    std::vector<std::vector<place>> places_; ///< per label and pattern
    std::vector<example> examples_;
    std::vector<alarm_example> alarms_;
};

} // namespace gaitkeeper::content
