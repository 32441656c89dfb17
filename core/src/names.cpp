#include "gaitkeeper/reply.hpp"
#include "gaitkeeper/triage.hpp"

namespace gaitkeeper {

std::string_view name(triage_level level) noexcept {
    switch (level) {
    case triage_level::none:
        return "none";
    case triage_level::urgent:
        return "urgent";
    case triage_level::emergency:
        return "emergency";
    }
    return "none";
}

std::string_view name(block_kind kind) noexcept {
    switch (kind) {
    case block_kind::emergency:
        return "emergency";
    case block_kind::caution:
        return "caution";
    case block_kind::answer:
        return "answer";
    case block_kind::question:
        return "question";
    case block_kind::note:
        return "note";
    }
    return "answer";
}

} // namespace gaitkeeper
