#include "suspect.hpp"

#include <algorithm>
#include <functional>

namespace gaitkeeper {

std::vector<safety::suspicion> suspect(const content::locale_content& locale,
                                       match::reading& message) {
    std::vector<safety::suspicion> found;
    if (!locale.alarms || message.said().tokens.empty()) return found;
    const auto p = message.whole(*locale.alarms).probabilities;
    if (1 - p[content::no_alarm_class] < locale.alarm) return found;
    for (std::size_t flag = 0; content::alarm_classes(flag) < p.size(); ++flag) {
        const auto urgent = p[content::alarm_class(flag, triage_level::urgent)];
        const auto emergency = p[content::alarm_class(flag, triage_level::emergency)];
        if (urgent + emergency < locale.alarm / 2) continue; // two flags may share what is sure
        found.push_back({flag, emergency >= urgent ? triage_level::emergency : triage_level::urgent,
                         static_cast<double>(urgent + emergency)});
    }
    std::ranges::stable_sort(found, std::greater{}, &safety::suspicion::probability);
    return found;
}

} // namespace gaitkeeper
