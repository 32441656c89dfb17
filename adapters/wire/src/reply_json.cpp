#include "gaitkeeper/wire/reply_json.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gaitkeeper/wire/json_text.hpp"

namespace gaitkeeper::wire {
namespace {

namespace json = boost::json;

// Four digits say all that a confidence knows.
constexpr unsigned one = 10'000;

double rounded(double d) {
    return std::round(d * one) / one;
}

void append_confidence(std::string& to, double d) {
    auto rest = static_cast<unsigned>(std::lround(std::clamp(d, 0.0, 1.0) * one));
    to += rest == one ? "1." : "0.";
    rest %= one;
    for (unsigned digit = one / 10; digit > 0; digit /= 10) {
        to += static_cast<char>('0' + rest / digit);
        rest %= digit;
        if (rest == 0) return;
    }
}

// `begin` is what stands before the first item: a key and the bracket.
template <class Range, class Append>
void append_array(std::string& to, std::string_view begin, const Range& range, Append append) {
    to += begin;
    bool is_first = true;
    for (const auto& item : range) {
        if (!is_first) to += ',';
        is_first = false;
        append(item);
    }
    to += ']';
}

void append_strings(std::string& to, std::string_view begin,
                    const std::vector<std::string>& texts) {
    append_array(to, begin, texts, [&](const std::string& text) { append_string(to, text); });
}

void append_block(std::string& to, const block& b) {
    to += R"({"kind":")";
    to += name(b.kind);
    to += R"(","text":)";
    append_string(to, b.text);
    if (!b.numbers.empty()) append_strings(to, R"(,"numbers":[)", b.numbers);
    to += '}';
}

void append_receipt(std::string& to, const receipt& r) {
    to += R"(,"receipt":{"content":)";
    append_string(to, r.content);
    to += R"(,"version":)";
    append_string(to, r.version);
    append_array(to, R"(,"topics":[)", r.topics,
                 [&](unsigned section) { to += std::to_string(section); });
    to += '}';
}

// About what a reply takes: its words stand in it twice.
std::size_t size_of(const reply& r) {
    constexpr std::size_t keys = 512, keys_of_one = 64;
    return keys + 2 * (r.text.size() + r.text.size() / 16) +
           (r.blocks.size() + r.suggestions.size()) * keys_of_one;
}

json::object tree(const explanation& e) {
    json::object made{{"what", e.what}, {"value", e.value}, {"score", rounded(e.score)}};
    if (e.parts.empty()) return made;
    json::array parts;
    for (const auto& part : e.parts)
        parts.push_back(tree(part));
    made["parts"] = std::move(parts);
    return made;
}

} // namespace

void append_members(std::string& to, const reply& r) {
    to.reserve(to.size() + size_of(r));
    to += R"("locale":)";
    append_string(to, r.locale);
    to += R"(,"triage":")";
    to += name(r.triage.level);
    append_strings(to, R"(","flags":[)", r.triage.flags);
    append_array(to, R"(,"topics":[)", r.topics, [&](const topic_hit& topic) {
        to += R"({"id":)";
        append_string(to, topic.id);
        to += R"(,"confidence":)";
        append_confidence(to, topic.confidence);
        to += '}';
    });
    append_array(to, R"(,"blocks":[)", r.blocks, [&](const block& b) { append_block(to, b); });
    append_array(to, R"(,"suggestions":[)", r.suggestions, [&](const suggestion& s) {
        to += R"({"label":)";
        append_string(to, s.label);
        to += R"(,"text":)";
        append_string(to, s.text);
        to += '}';
    });
    to += R"(,"text":)";
    append_string(to, r.text);
    append_receipt(to, r.receipt);
}

std::string to_json(const reply& r) {
    std::string made = "{";
    append_members(made, r);
    made += '}';
    return made;
}

json::object to_object(const reply& r) {
    return json::parse(to_json(r)).as_object();
}

std::string to_json(const explanation& e) {
    return json::serialize(tree(e));
}

} // namespace gaitkeeper::wire
