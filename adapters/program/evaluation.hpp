#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "gaitkeeper/engine.hpp"
#include "gaitkeeper/wire/case_json.hpp"
#include "reliability.hpp"

namespace gaitkeeper::program {

/// A share with what it was counted from.
struct figure {
    std::size_t hits = 0, of = 0;
    [[nodiscard]] double share() const {
        return of == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(of);
    }
};

/// The figures of a set of cases.
struct figures {
    figure lead;   ///< first topic among any_of; cases in scope without a red flag
    figure cover;  ///< topics of all_of that are there
    figure avoid;  ///< topics of none_of that are not there
    figure scope;  ///< first topic among any_of; cases out of scope without a red flag
    figure recall; ///< cases with a red flag that are raised at least so high
    figure alarm;  ///< cases without one that are raised
};

/// A case that was answered otherwise than it should.
struct miss {
    std::string id, text, what;
};

struct evaluation {
    figures all;
    std::map<std::string, figures> by; ///< per locale or topic, as asked
    std::map<std::pair<std::string, std::string>, std::size_t> confused; ///< (wanted, got)
    std::vector<miss> misses;
    std::vector<outcome>
        leads; ///< cases and replies without a red flag: was the first topic right?
};

enum class grouping { none, locale, topic };

[[nodiscard]] evaluation evaluate(const engine& with,
                                  const std::vector<wire::evaluation_case>& cases, grouping by);

} // namespace gaitkeeper::program
