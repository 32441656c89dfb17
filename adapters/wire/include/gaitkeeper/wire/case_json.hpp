#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/error.hpp"
#include "gaitkeeper/triage.hpp"

namespace gaitkeeper::wire {

/// A labelled message: what a reply to it must and must not be about.
struct evaluation_case {
    std::string id, locale, text;
    std::vector<std::string> any_of;  ///< the first topic is one of these
    std::vector<std::string> all_of;  ///< these are all among the topics
    std::vector<std::string> none_of; ///< none of these is
    triage_level triage = triage_level::none;
};

/// Reads one line of a case file. Errors: bad_input naming the member that is wrong.
[[nodiscard]] result<evaluation_case> parse_case(std::string_view json);

} // namespace gaitkeeper::wire
