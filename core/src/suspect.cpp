#include "suspect.hpp"

#include "match/sample.hpp"

namespace gaitkeeper {

std::optional<safety::suspicion> suspect(const content::locale_content& locale,
                                         const text::utterance& said, match::workspace& scratch) {
    if (!locale.alarms || said.tokens.empty()) return std::nullopt;
    const match::utterance_sample whole(said, locale.speech.concepts(), 0,
                                        static_cast<std::uint32_t>(said.tokens.size()));
    const auto p = locale.alarms->predict(whole.view(), scratch).probabilities;
    const auto any = 1 - p[content::no_alarm_class];
    if (any < locale.alarm) return std::nullopt;
    safety::suspicion found;
    found.probability = static_cast<double>(any);
    float most = -1;
    for (std::size_t flag = 0; content::alarm_classes(flag) < p.size(); ++flag) {
        const auto urgent = p[content::alarm_class(flag, triage_level::urgent)];
        const auto emergency = p[content::alarm_class(flag, triage_level::emergency)];
        if (urgent + emergency <= most) continue;
        most = urgent + emergency;
        found.flag = flag;
        found.level = emergency >= urgent ? triage_level::emergency : triage_level::urgent;
    }
    return found;
}

} // namespace gaitkeeper
