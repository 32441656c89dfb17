#include "content/triage_rules.hpp"

#include <algorithm>
#include <set>

namespace gaitkeeper::content {
namespace {

constexpr int max_depth = 16;

class reader {
public:
    reader(const catalog& from, triage_rules& into) : from_(from), into_(into) {}

    void read(const json_value& file) {
        file.only({"conditions", "escalator", "ours", "flags", "without_joint_advice"});
        if (const auto named = file.find("conditions")) {
            named->members([&](std::string_view name, const json_value& v) {
                conditions_.emplace(std::string(name), condition(v, 0));
            });
        }
        if (const auto v = file.want("escalator")) into_.escalator = condition(*v, 0);
        if (const auto v = file.want("ours")) into_.ours = condition(*v, 0);
        if (const auto v = file.want("flags")) {
            v->each([&](const json_value& f) { flag(f); });
        }
        if (const auto v = file.find("without_joint_advice")) {
            v->each([&](const json_value& id) {
                const auto at = std::ranges::find(into_.flags, id.string(), &flag_rule::id);
                if (at == into_.flags.end())
                    id.complain("no flag of this name");
                else
                    at->without_joint_advice = true;
            });
        }
    }

private:
    std::uint32_t add(rule_node node) {
        into_.nodes.push_back(std::move(node));
        return static_cast<std::uint32_t>(into_.nodes.size() - 1);
    }

    void flag(const json_value& f) {
        f.only({"id", "levels", "plausible"});
        flag_rule made;
        made.id = f.string("id");
        if (const auto levels = f.want("levels")) {
            levels->each([&](const json_value& l) {
                l.only({"level", "when"});
                const auto name = l.string("level");
                flag_level level;
                if (name == "emergency")
                    level.level = triage_level::emergency;
                else if (name != "urgent")
                    l.complain(R"('level' is "urgent" or "emergency")");
                if (const auto when = l.want("when")) level.when = condition(*when, 0);
                made.levels.push_back(level);
            });
        }
        if (const auto v = f.find("plausible")) made.plausible = condition(*v, 0);
        if (made.levels.empty()) f.complain("a flag without levels can never be raised");
        std::ranges::stable_sort(made.levels, std::greater{}, &flag_level::level);
        into_.flags.push_back(std::move(made));
    }

    std::uint32_t condition(const json_value& v, int depth) {
        if (depth > max_depth) {
            v.complain("conditions nested too deep");
            return add({});
        }
        if (v.is_string()) return named(v);
        rule_node node;
        bool found = false;
        for (const auto& [key, kind] : {std::pair{"all", rule_node::kind::all},
                                        {"any", rule_node::kind::any},
                                        {"none", rule_node::kind::none},
                                        {"near", rule_node::kind::near}}) {
            const auto list = v.find(key);
            if (!list) continue;
            if (found) v.complain("one of all, any, none, near; nest them for more");
            found = true;
            node.what = kind;
            list->each(
                [&](const json_value& c) { node.children.push_back(condition(c, depth + 1)); });
        }
        v.only({"all", "any", "none", "near", "span"});
        if (!found && v.is_object()) v.complain("one of all, any, none or near is expected");
        if (const auto span = v.find("span")) {
            node.span = static_cast<std::uint32_t>(std::clamp(span->number(), 0.0, 100.0));
        }
        return add(std::move(node));
    }

    std::uint32_t named(const json_value& v) {
        const auto name = v.string();
        if (name.starts_with('@')) {
            const auto at = conditions_.find(name.substr(1));
            if (at != conditions_.end()) return at->second;
            v.complain("no condition above is called '" + name + "'");
            return add({});
        }
        rule_node node;
        node.what = rule_node::kind::mention;
        if (const auto found = from_.find_concept(name))
            node.concept_id = *found;
        else
            v.complain("no concept is called '" + name + "'");
        return add(std::move(node));
    }

    const catalog& from_;
    triage_rules& into_;
    text::string_map<std::uint32_t> conditions_;
};

} // namespace

namespace {

bool holds_unsaid(const rule_node& node, const std::vector<char>& before) {
    const auto holds = [&](std::uint32_t child) { return before[child] != 0; };
    switch (node.what) {
    case rule_node::kind::any:
        return std::ranges::any_of(node.children, holds);
    case rule_node::kind::all:
        return std::ranges::all_of(node.children, holds);
    case rule_node::kind::none:
        return std::ranges::none_of(node.children, holds);
    case rule_node::kind::mention:
    case rule_node::kind::near:
        break;
    }
    return false;
}

// What a message does not touch is decided once and for all.
void prepare(triage_rules& rules, std::size_t concepts) {
    std::vector<std::vector<std::size_t>> below(rules.nodes.size()); // concepts, ascending
    rules.touched.assign(concepts, std::vector<std::uint64_t>(rules.node_words(), 0));
    for (std::uint32_t n = 0; n < rules.nodes.size(); ++n) {
        const auto& node = rules.nodes[n];
        rules.unsaid.push_back(holds_unsaid(node, rules.unsaid) ? 1 : 0);
        std::set<std::size_t> all;
        if (node.what == rule_node::kind::mention)
            all.insert(static_cast<std::size_t>(node.concept_id));
        for (const auto child : node.children)
            all.insert(below[child].begin(), below[child].end());
        below[n].assign(all.begin(), all.end());
        for (const auto c : below[n]) {
            if (c < concepts) rules.touched[c][n / 64] |= std::uint64_t{1} << (n % 64);
        }
    }
}

} // namespace

void read_triage_rules(const json_value& file, const catalog& from, triage_rules& into) {
    reader(from, into).read(file);
    prepare(into, from.concepts.size());
}

} // namespace gaitkeeper::content
