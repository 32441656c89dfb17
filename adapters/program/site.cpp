#include "site.hpp"

#include "gaitkeeper/web/site.hpp"

namespace gaitkeeper::program {

site built_site() {
    site made{{}, std::string(web::page_policy)};
    for (const auto& file : web::site_files())
        made.files.push_back({file.path, file.locale, file.type, file.bytes});
    return made;
}

} // namespace gaitkeeper::program
