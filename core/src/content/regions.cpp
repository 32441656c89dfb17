#include "content/regions.hpp"

#include <algorithm>

namespace gaitkeeper::content {
namespace {

std::string number(const json_value& v, region& of) {
    v.only({"number", "source", "reviewed", "note"});
    (void)v.string("source");
    if (const auto reviewed = v.date("reviewed"); of.reviewed.empty() || reviewed < of.reviewed) {
        of.reviewed = reviewed;
    }
    auto digits = v.string("number");
    const bool callable = !digits.empty() && std::ranges::all_of(digits, [](char c) {
        return (c >= '0' && c <= '9') || c == ' ' || c == '+' || c == '#' || c == '*';
    });
    if (!callable) v.complain("'number' is what to dial: digits, spaces, + # *");
    return digits;
}

} // namespace

const region* regions::find(std::string_view code) const {
    std::string upper(code);
    for (auto& c : upper) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    const auto at = std::ranges::find(all, upper, &region::code);
    return at == all.end() ? nullptr : &*at;
}

void read_regions(const json_value& file, regions& into) {
    file.only({"regions"});
    const auto list = file.want("regions");
    if (!list) return;
    list->members([&](std::string_view code, const json_value& v) {
        v.only({"emergency", "advice", "crisis"});
        if (code.size() != 2) v.complain("a region is an ISO 3166-1 code of two letters");
        region made{std::string(code), {}, {}, {}, {}};
        if (const auto e = v.want("emergency")) made.emergency = number(*e, made);
        if (const auto a = v.find("advice")) made.advice = number(*a, made);
        if (const auto c = v.find("crisis")) made.crisis = number(*c, made);
        into.all.push_back(std::move(made));
    });
}

} // namespace gaitkeeper::content
