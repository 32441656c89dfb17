#include "gaitkeeper/wire/reply_json.hpp"

#include <cmath>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace gaitkeeper::wire {
namespace {

namespace json = boost::json;

// Four digits say all that a confidence knows.
double rounded(double d) {
    return std::round(d * 1e4) / 1e4;
}

template <class Range, class Convert>
json::array array_of(const Range& range, Convert convert) {
    json::array made;
    made.reserve(range.size());
    for (const auto& one : range)
        made.push_back(convert(one));
    return made;
}

json::object to_object(const block& b) {
    json::object made{{"kind", json::string(name(b.kind))}, {"text", b.text}};
    if (!b.numbers.empty()) {
        made["numbers"] = array_of(b.numbers, [](const std::string& n) { return json::string(n); });
    }
    return made;
}

json::object tree(const explanation& e) {
    json::object made{{"what", e.what}, {"value", e.value}, {"score", rounded(e.score)}};
    if (!e.parts.empty()) made["parts"] = array_of(e.parts, tree);
    return made;
}

} // namespace

json::object to_object(const reply& r) {
    return {
        {"locale", r.locale},
        {"triage", json::string(name(r.triage.level))},
        {"flags", array_of(r.triage.flags, [](const std::string& id) { return json::string(id); })},
        {"topics",
         array_of(r.topics,
                  [](const topic_hit& t) {
                      return json::object{{"id", t.id}, {"confidence", rounded(t.confidence)}};
                  })},
        {"blocks", array_of(r.blocks, [](const block& b) { return to_object(b); })},
        {"suggestions", array_of(r.suggestions,
                                 [](const suggestion& s) {
                                     return json::object{{"label", s.label}, {"text", s.text}};
                                 })},
        {"text", r.text},
        {"receipt", json::object{{"content", r.receipt.content},
                                 {"version", r.receipt.version},
                                 {"topics", array_of(r.receipt.topics,
                                                     [](unsigned s) { return json::value(s); })}}},
    };
}

std::string to_json(const reply& r) {
    return json::serialize(to_object(r));
}

std::string to_json(const explanation& e) {
    return json::serialize(tree(e));
}

} // namespace gaitkeeper::wire
