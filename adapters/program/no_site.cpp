#include "site.hpp"

namespace gaitkeeper::program {

site built_site() {
    return {};
}

} // namespace gaitkeeper::program
