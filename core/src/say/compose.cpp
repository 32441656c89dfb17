#include "say/compose.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::say {
namespace {

using content::argument;
using content::topic_index;
using content::topic_kind;
using content::topic_role;

constexpr std::size_t max_suggestions = 3;

class composer {
public:
    composer(const dialog::turn& turn, const safety::assessment& danger, const circumstances& c)
        : turn_(turn), danger_(danger), c_(c), catalog_(c.library.shared().catalog) {}

    composed run() {
        out_.reply.locale = c_.locale.tag;
        out_.reply.triage = danger_.found;
        if (danger_.found.level != triage_level::none)
            alarm();
        else
            answer();
        introduce();
        finish();
        return std::move(out_);
    }

private:
    std::string say(const std::string& key) {
        if (const auto* text = c_.locale.says.plain(key)) return *text;
        fill_numbers();
        return c_.locale.says.say(key, arguments_);
    }
    std::string say(const std::string& key, argument with) {
        fill_numbers();
        auto all = arguments_;
        all.push_back(with);
        return c_.locale.says.say(key, all);
    }
    std::string of_topic(topic_index t, std::string_view part) {
        std::string key;
        const auto& id = catalog_.at(t).id;
        key.reserve(id.size() + 20);
        return say(key.append("guidance/").append(id).append(part));
    }
    void add(block_kind kind, std::string text) {
        auto numbers = numbers_in(text);
        out_.reply.blocks.push_back({kind, std::move(text), std::move(numbers)});
    }

    // The region's numbers that the text names. Only these may be offered for dialling: other
    // digits are days, ages or minutes.
    std::vector<std::string> numbers_in(std::string_view text) const {
        std::vector<std::pair<std::size_t, std::string>> found;
        if (c_.region == nullptr) return {};
        for (const auto* number : {&c_.region->emergency, &c_.region->advice, &c_.region->crisis}) {
            const auto at = number->empty() ? std::string_view::npos : text.find(*number);
            if (at != std::string_view::npos) found.emplace_back(at, *number);
        }
        std::ranges::sort(found);
        std::vector<std::string> numbers;
        for (auto& [at, number] : found)
            numbers.push_back(std::move(number));
        // Not std::ranges::unique: Clang 14 does not take its subrange from GCC 12's library.
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        return numbers;
    }

    // What stands for {emergency}, {advice} and {crisis}: a number where the region is known.
    void fill_numbers() {
        if (!arguments_.empty()) return;
        const auto fill = [&](const char* name, std::string content::region::*which) {
            const auto* r = c_.region;
            const bool known = r != nullptr && !(r->*which).empty();
            const auto key = std::string("triage/number/") + name;
            numbers_.push_back(
                known ? c_.locale.says.say(key, std::array{argument{"number", r->*which}})
                      : c_.locale.says.say(key + "_unknown"));
        };
        numbers_.reserve(3);
        fill("emergency", &content::region::emergency);
        fill("advice", &content::region::advice);
        fill("crisis", &content::region::crisis);
        arguments_ = {{"emergency", numbers_[0]}, {"advice", numbers_[1]}, {"crisis", numbers_[2]}};
    }

    void name_topic(topic_index t, double confidence) {
        if (std::ranges::find(out_.topics, t) != out_.topics.end()) return;
        if (out_.topics.size() >= max_topics) return;
        out_.topics.push_back(t);
        out_.reply.topics.push_back({catalog_.at(t).id, std::clamp(confidence, 0.0, 1.0)});
    }

    void alarm() {
        const auto& flags = c_.library.shared().rules.flags;
        const auto level = danger_.found.level;
        const bool emergency = level == triage_level::emergency;
        const auto kind = emergency ? block_kind::emergency : block_kind::caution;
        // The action is said once, by the most pressing flag of the reply's level.
        std::size_t first = 0;
        while (danger_.levels[first] != level)
            ++first;
        const auto& lead = flags[danger_.flags[first]];
        add(kind, say("triage/" + lead.id + (emergency ? "/emergency" : "/urgent")));

        std::vector<std::string> others;
        for (std::size_t i = 0; i < danger_.flags.size(); ++i) {
            if (i != first)
                others.push_back(say("triage/" + flags[danger_.flags[i]].id + "/label"));
        }
        if (!others.empty() && !lead.without_joint_advice) {
            const auto signs = c_.locale.says.list(others, content::list_kind::all);
            add(block_kind::caution, say("triage/also", {"signs", signs}));
        }
        if (!danger_.ours) name_topic(*catalog_.with_role(topic_role::elsewhere), 1.0);
        name_topic(*catalog_.with_role(topic_role::seek_care), 1.0);
        if (!lead.without_joint_advice && !emergency) one_line_of_guidance();
    }

    void one_line_of_guidance() {
        for (const auto& t : turn_.topics) {
            const auto& topic = catalog_.at(t.topic);
            if (topic.kind != topic_kind::guidance || !topic.with_flags) continue;
            if (topic.role == topic_role::seek_care) break;
            name_topic(t.topic, t.confidence);
            return add(block_kind::answer, of_topic(t.topic, "/brief"));
        }
        add(block_kind::answer, say("triage/guide"));
    }

    void answer() {
        if (danger_.still_open != triage_level::none) {
            const bool emergency = danger_.still_open == triage_level::emergency;
            add(block_kind::caution,
                say(emergency ? "triage/reminder/emergency" : "triage/reminder/urgent"));
        }
        if (c_.truncated) add(block_kind::answer, say("chat/truncated"));
        for (const auto& t : turn_.topics)
            name_topic(t.topic, t.confidence);
        const auto lead = turn_.topics.front().topic;
        const bool guidance = catalog_.at(lead).kind == topic_kind::guidance;
        if (turn_.exhausted)
            add(block_kind::answer, say("chat/exhausted"));
        else if (!guidance)
            chat(lead);
        else if (turn_.unsure)
            ask_which();
        else
            guide();
    }

    void chat(topic_index t) {
        const auto& topic = catalog_.at(t);
        if (c_.empty)
            add(block_kind::answer, say("chat/empty"));
        else if (topic.role == topic_role::language)
            name_languages(t);
        else
            add(block_kind::answer, say("chat/" + topic.id + "/text"));
        const auto languages = catalog_.with_role(topic_role::language);
        if (turn_.lost && languages) name_languages(*languages);
        const bool closing = topic.role == topic_role::bye || topic.role == topic_role::thanks;
        if (!closing) suggest(catalog_.starters);
    }

    void name_languages(topic_index t) {
        const auto languages =
            c_.locale.says.list(c_.library.language_names(c_.locale.tag), content::list_kind::all);
        add(block_kind::answer,
            say("chat/" + catalog_.at(t).id + "/text", {"languages", languages}));
    }

    // "“Rest and ice” or “Exercise”", as the locale says it.
    std::string named(const std::vector<topic_index>& topics, content::list_kind kind) {
        std::vector<std::string> labels;
        for (const auto t : topics) {
            const auto label = of_topic(t, "/label");
            labels.push_back(say("chat/named", {"topics", label}));
        }
        return c_.locale.says.list(labels, kind);
    }

    void ask_which() {
        std::vector<topic_index> topics;
        for (const auto& t : turn_.topics)
            topics.push_back(t.topic);
        const auto list = named(topics, content::list_kind::any);
        add(block_kind::question, say("chat/unsure", {"topics", list}));
        suggest(topics, true);
    }

    void guide() {
        const bool whole = turn_.topics.size() == 1 || turn_.in_full;
        for (const auto& t : turn_.topics) {
            const bool again = std::ranges::find(out_.told, t.topic) != out_.told.end();
            if (again) continue;
            const auto rest = all_but_ruled_out(t.topic);
            if (rest && (!rest->empty() || turn_.topics.size() > 1)) {
                for (const auto other : *rest)
                    add(block_kind::answer, of_topic(other, "/brief"));
                continue;
            }
            add(block_kind::answer, of_topic(t.topic, whole ? "/full" : "/brief"));
            if (whole) out_.told.push_back(t.topic);
        }
        word_of_care();
        if (!turn_.refused.empty()) {
            const auto list = named(turn_.refused, content::list_kind::all);
            add(block_kind::answer, say("chat/refused", {"topics", list}));
        }
        if (turn_.question) return put_question(catalog_.questions[*turn_.question]);
        std::vector<topic_index> next;
        for (const auto& t : turn_.topics) {
            const auto& after = catalog_.at(t.topic).next;
            next.insert(next.end(), after.begin(), after.end());
        }
        suggest(next);
    }

    // An overview speaks of what was ruled out, too: the others beneath it, to be said in its
    // place. Nothing where nothing beneath it was ruled out.
    [[nodiscard]] std::optional<std::vector<topic_index>>
    all_but_ruled_out(topic_index overview) const {
        std::vector<topic_index> rest;
        bool lacks = false;
        for (std::size_t i = 0; i < catalog_.topics.size(); ++i) {
            const auto t = static_cast<topic_index>(i);
            if (catalog_.at(t).overview != overview || is_named(t)) continue;
            if (std::ranges::find(turn_.ruled_out, t) != turn_.ruled_out.end())
                lacks = true;
            else
                rest.push_back(t);
        }
        return lacks ? std::optional(rest) : std::nullopt;
    }

    [[nodiscard]] bool is_named(topic_index t) const {
        return std::ranges::find(turn_.topics, t, &match::scored_topic::topic) !=
               turn_.topics.end();
    }

    // One is enough; an overview's says no more than the topic of seeking care does.
    void word_of_care() {
        const bool cared_for = std::ranges::any_of(turn_.topics, [&](const auto& t) {
            return catalog_.at(t.topic).role == topic_role::seek_care;
        });
        for (const auto& t : turn_.topics) {
            const auto& topic = catalog_.at(t.topic);
            if (cared_for && topic.role == topic_role::overview) continue;
            const auto key = "guidance/" + topic.id + "/watch";
            if (c_.locale.says.has(key)) return add(block_kind::caution, say(key));
        }
    }

    void put_question(const content::question& q) {
        const auto key = "chat/question/" + q.id;
        add(block_kind::question, say(key + "/text"));
        const auto answers = key + "/answers/";
        for (const auto& offer : q.offers) {
            const auto at = answers + offer;
            out_.reply.suggestions.push_back({say(at + "/label"), say(at + "/text")});
        }
    }

    void suggest(const std::vector<topic_index>& topics, bool named_too = false) {
        for (const auto t : topics) {
            if (out_.reply.suggestions.size() >= max_suggestions) return;
            const auto is = [&](topic_index other) { return other == t; };
            if (!named_too && std::ranges::any_of(out_.topics, is)) continue;
            if (std::ranges::any_of(turn_.refused, is) || std::ranges::any_of(out_.offered, is))
                continue;
            out_.offered.push_back(t);
            out_.reply.suggestions.push_back({of_topic(t, "/label"), of_topic(t, "/ask")});
        }
    }

    // Once a conversation and with every red flag, and never before the action.
    void introduce() {
        const bool guidance = !turn_.topics.empty() &&
                              catalog_.at(turn_.topics.front().topic).kind == topic_kind::guidance;
        const bool alarmed = danger_.found.level != triage_level::none;
        if (!alarmed && (c_.introduced || !guidance)) return;
        add(block_kind::note, say("triage/disclaimer"));
        out_.introduced = true;
    }

    void finish() {
        auto& r = out_.reply;
        std::size_t size = 0;
        for (const auto& b : r.blocks)
            size += b.text.size() + 2;
        r.text.reserve(size);
        for (const auto& b : r.blocks) {
            if (!r.text.empty()) r.text += "\n\n";
            r.text += b.text;
        }
        std::set<unsigned> sections;
        for (const auto t : out_.topics) {
            if (catalog_.at(t).kind == topic_kind::guidance)
                sections.insert(catalog_.at(t).section);
        }
        r.receipt = {c_.library.hash(), catalog_.version, {sections.begin(), sections.end()}};
    }

    const dialog::turn& turn_;
    const safety::assessment& danger_;
    const circumstances& c_;
    const content::catalog& catalog_;
    std::vector<std::string> numbers_;
    std::vector<argument> arguments_;
    composed out_;
};

} // namespace

composed compose(const dialog::turn& turn, const safety::assessment& danger,
                 const circumstances& c) {
    return composer(turn, danger, c).run();
}

} // namespace gaitkeeper::say
