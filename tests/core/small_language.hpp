#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "text/analyze.hpp"
#include "text/language.hpp"

namespace gaitkeeper::test {

/// A handful of English, enough to see every rule at work.
class small_language {
public:
    small_language() {
        concept_patterns("knee", {"knee", "knee cap"}, {.id = {}, .subject = true});
        concept_patterns("hip", {"hip"}, {.id = {}, .subject = true});
        concept_patterns("pain", {"pain", "hurt", "swollen", "痛"});
        concept_patterns("fever", {"fever", "temperature of #37.5-42", "熱"});
        concept_patterns("pills", {"pill", "ibuprofen"});
        concept_patterns("scan", {"want a scan"});
        concept_patterns("no_weight", {"$CANT ~ (put|take) weight"});
        concept_patterns("swollen_leg", {"leg ~ swollen"});
        concept_patterns("despair", {"what is the point"});
        concept_patterns("unrelated", {"hip hop"}, {.id = {}, .hides_all = true});
        add("$CANT", {"can't", "cannot", "not able to"}, {.kind = text::label_kind::macro});
        cue(text::stance::denied, text::cue_side::before,
            {"no", "not", "am not", "without", "can't take", "not want"});
        cue(text::stance::denied, text::cue_side::after, {"ruled out", "no", "なし"});
        cue(text::stance::general, text::cue_side::before, {"what does ~ feel like"});
        cue(text::stance::past, text::cue_side::after, {"years ago"});
        cue(text::stance::past, text::cue_side::before, {"昔", "years ago"});
        cue(text::stance::another, text::cue_side::before, {"my mum"});
        cue(text::stance::unreal, text::cue_side::before, {"in the film"});
        add("no cue", {"no wonder"}, {.kind = text::label_kind::no_cue});
        add("close", {"but"}, {.kind = text::label_kind::close});
        add("opener", {"what", "do"}, {.kind = text::label_kind::opener});
        add("sufferer", {"i", "my"}, {.kind = text::label_kind::sufferer});
        source_.stemmer = "english";
        add("joiners", {"=but", "=and"}, {.kind = text::label_kind::joiner});
        source_.respell = {{"dont", "do not"}};
        source_.keep = {"kneel"};
        std::vector<text::phrases::fault> faults;
        language_ = std::make_unique<text::language>(source_, faults);
    }

    [[nodiscard]] text::utterance read(std::string_view message) const {
        return text::analyze(message, *language_, 8192);
    }

    /// "knee:asserted pain:denied", in the order of the message.
    [[nodiscard]] std::string heard(std::string_view message) const {
        static constexpr const char* names[] = {"asserted", "another", "denied",
                                                "general",  "past",    "unreal"};
        std::string out;
        for (const auto& m : read(message).mentions) {
            if (!out.empty()) out += ' ';
            out += language_->traits(m.concept_id).id + ':' +
                   names[static_cast<std::size_t>(m.stance)];
        }
        return out;
    }

    [[nodiscard]] const text::language& language() const { return *language_; }

private:
    void add(std::string name, std::vector<std::string> patterns, text::label_role role) {
        source_.labels.push_back({std::move(name), std::move(patterns)});
        source_.roles.push_back(role);
    }
    void concept_patterns(std::string name, std::vector<std::string> patterns,
                          text::concept_traits traits = {}) {
        traits.id = name;
        const auto index = static_cast<text::concept_index>(source_.concepts.size());
        source_.concepts.push_back(traits);
        add(std::move(name), std::move(patterns),
            {.kind = text::label_kind::mention, .concept_id = index});
    }
    void cue(text::stance meaning, text::cue_side side, std::vector<std::string> patterns) {
        add("cue", std::move(patterns),
            {.kind = text::label_kind::cue, .meaning = meaning, .side = side});
    }

    text::language_source source_;
    std::unique_ptr<text::language> language_;
};

} // namespace gaitkeeper::test
