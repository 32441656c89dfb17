#include "content/catalog.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace gaitkeeper::content {
namespace {

constexpr std::array<std::pair<std::string_view, topic_role>, 16> roles{{
    {"overview", topic_role::overview},
    {"seek_care", topic_role::seek_care},
    {"summary", topic_role::summary},
    {"greet", topic_role::greet},
    {"thanks", topic_role::thanks},
    {"bye", topic_role::bye},
    {"help", topic_role::help},
    {"identity", topic_role::identity},
    {"human", topic_role::human},
    {"more", topic_role::more},
    {"yes", topic_role::yes},
    {"no", topic_role::no},
    {"language", topic_role::language},
    {"privacy", topic_role::privacy},
    {"elsewhere", topic_role::elsewhere},
    {"unrelated", topic_role::unrelated},
}};

constexpr std::array<std::pair<std::string_view, topic_kind>, 3> kinds{{
    {"guidance", topic_kind::guidance},
    {"chat", topic_kind::chat},
    {"scope", topic_kind::scope},
}};

topic_role read_role(const json_value& value) {
    const auto name = value.string();
    for (const auto& [known, role] : roles) {
        if (known == name) return role;
    }
    value.complain("no role is called '" + name + "'");
    return topic_role::none;
}

topic_kind read_kind(const json_value& topic) {
    const auto name = topic.string("kind");
    for (const auto& [known, kind] : kinds) {
        if (known == name) return kind;
    }
    topic.complain("'kind' must be guidance, chat or scope");
    return topic_kind::guidance;
}

// Lists of ids, resolved through `find`.
template <class Index, class Find>
std::vector<Index> read_ids(const json_value& object, std::string_view key, Find find) {
    std::vector<Index> all;
    const auto list = object.find(key);
    if (!list) return all;
    list->each([&](const json_value& v) {
        const auto id = v.string();
        if (const auto found = find(id))
            all.push_back(*found);
        else if (!id.empty())
            v.complain("nothing is called '" + id + "'");
    });
    return all;
}

void read_budget(const json_value& file, catalog& into) {
    const auto budget = file.find("budget");
    if (!budget) return;
    budget->only({"refused", "alarmed"});
    const auto read_share = [](const json_value& value) -> std::optional<double> {
        const auto share = value.number();
        if (share >= 0.0 && share < 1.0) return share;
        value.complain("a share is at least 0 and below 1");
        return std::nullopt;
    };
    if (const auto refused = budget->find("refused")) into.may_refuse = read_share(*refused);
    if (const auto alarmed = budget->find("alarmed")) into.may_alarm = read_share(*alarmed);
}

std::size_t read_count(const json_value& value) {
    const auto count = value.number();
    if (count >= 0 && count <= 1e6) return static_cast<std::size_t>(count);
    value.complain("a number of examples is expected");
    return 0;
}

// How many examples a topic of each kind is to have; a topic may say otherwise.
std::map<topic_kind, std::size_t> read_enough(const json_value& file) {
    std::map<topic_kind, std::size_t> enough;
    const auto examples = file.find("examples");
    if (!examples) return enough;
    examples->only({"guidance", "chat", "scope"});
    for (const auto& [name, kind] : kinds) {
        if (const auto count = examples->find(name)) enough[kind] = read_count(*count);
    }
    return enough;
}

// Positive answers must come from somewhere: without these roles the engine has nothing to say.
constexpr std::array required_roles{topic_role::seek_care, topic_role::unrelated,
                                    topic_role::elsewhere};

} // namespace

std::optional<topic_index> catalog::find_topic(std::string_view id) const {
    const auto at = std::ranges::find(topics, id, &topic::id);
    if (at == topics.end()) return std::nullopt;
    return static_cast<topic_index>(at - topics.begin());
}

std::optional<topic_index> catalog::with_role(topic_role role) const {
    const auto at = std::ranges::find(topics, role, &topic::role);
    if (at == topics.end()) return std::nullopt;
    return static_cast<topic_index>(at - topics.begin());
}

std::optional<text::concept_index> catalog::find_concept(std::string_view id) const {
    const auto at =
        std::ranges::find_if(concepts, [&](const concept_info& c) { return c.traits.id == id; });
    if (at == concepts.end()) return std::nullopt;
    return static_cast<text::concept_index>(at - concepts.begin());
}

void read_concepts(const json_value& file, catalog& into) {
    file.only({"concepts"});
    const auto list = file.want("concepts");
    if (!list) return;
    list->each([&](const json_value& v) {
        v.only({"id", "what", "danger", "history", "subject", "hides"});
        concept_info made;
        made.traits.id = v.string("id");
        if (into.find_concept(made.traits.id))
            v.complain("'" + made.traits.id + "' is there twice");
        if (const auto at = v.find("danger")) made.traits.dangerous = at->boolean();
        if (const auto at = v.find("history")) made.history = at->boolean();
        if (const auto at = v.find("subject")) made.traits.subject = at->boolean();
        if (const auto at = v.find("hides")) {
            const auto what = at->string();
            made.traits.hides_all = what == "all";
            made.traits.hides_danger = what == "danger";
            if (what != "all" && what != "danger") at->complain(R"('hides' is "all" or "danger")");
        }
        into.concepts.push_back(std::move(made));
    });
}

void read_catalog(const json_value& file, catalog& into) {
    file.only({"version", "default_locale", "source", "review_by", "topics", "questions",
               "starters", "budget", "examples"});
    if (file.find("review_by")) into.review_by = file.date("review_by");
    into.version = file.string("version");
    into.default_locale = file.string("default_locale");
    const auto topics = file.want("topics");
    if (!topics) return;
    auto enough = read_enough(file);
    const auto find_topic = [&](std::string_view id) { return into.find_topic(id); };
    const auto find_concept = [&](std::string_view id) { return into.find_concept(id); };

    topics->each([&](const json_value& v) {
        v.only({"id", "kind", "role", "section", "overview", "ruled_out_by", "next", "with_flags",
                "review_by", "examples"});
        topic made;
        if (v.find("review_by")) made.review_by = v.date("review_by");
        made.id = v.string("id");
        if (into.find_topic(made.id)) v.complain("'" + made.id + "' is there twice");
        made.kind = read_kind(v);
        const auto examples = v.find("examples");
        made.examples = examples ? read_count(*examples) : enough[made.kind];
        if (const auto role = v.find("role")) made.role = read_role(*role);
        if (const auto section = v.find("section")) {
            made.section = static_cast<unsigned>(std::clamp(section->number(), 0.0, 1000.0));
        } else if (made.kind == topic_kind::guidance) {
            v.complain("guidance must name its 'section' of the article");
        }
        if (const auto at = v.find("with_flags")) made.with_flags = at->boolean();
        made.ruled_out_by = read_ids<text::concept_index>(v, "ruled_out_by", find_concept);
        into.topics.push_back(std::move(made));
    });
    // Topics may name each other before they stand in the file.
    std::size_t i = 0;
    topics->each([&](const json_value& v) {
        auto& made = into.topics[i++];
        made.next = read_ids<topic_index>(v, "next", find_topic);
        if (const auto overview = v.find("overview")) {
            made.overview = into.find_topic(overview->string());
            if (!made.overview) overview->complain("no topic of this name");
        }
    });
    for (const auto role : required_roles) {
        if (!into.with_role(role)) {
            const auto name =
                std::ranges::find(roles, role, [](const auto& r) { return r.second; });
            topics->complain("no topic has the role '" + std::string(name->first) + "'");
        }
    }
    read_budget(file, into);
    into.starters = read_ids<topic_index>(file, "starters", find_topic);
    if (const auto questions = file.find("questions")) {
        questions->each([&](const json_value& v) {
            v.only({"id", "after", "unless", "answers", "offers"});
            question made;
            made.id = v.string("id");
            made.after = read_ids<topic_index>(v, "after", find_topic);
            made.unless = read_ids<text::concept_index>(v, "unless", find_concept);
            if (const auto answers = v.want("answers")) {
                answers->each([&](const json_value& a) {
                    a.only({"when", "topics"});
                    made.answers.push_back({read_ids<text::concept_index>(a, "when", find_concept),
                                            read_ids<topic_index>(a, "topics", find_topic)});
                });
            }
            made.offers = v.strings("offers");
            into.questions.push_back(std::move(made));
        });
    }
}

} // namespace gaitkeeper::content
