#include <map>

#include "parts.hpp"

namespace gaitkeeper::web {
namespace {

// The tag a browser asks for first; the weights of Accept-Language come in order in practice.
std::string_view first_language(std::string_view accepted) {
    accepted = accepted.substr(0, accepted.find(','));
    return accepted.substr(0, accepted.find(';'));
}

// `locale=TAG` of a query.
std::string_view locale_of(std::string_view query) {
    constexpr std::string_view key = "locale=";
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        if (pair.starts_with(key)) return pair.substr(key.size());
        query = end == query.npos ? std::string_view{} : query.substr(end + 1);
    }
    return {};
}

bool is_page(const static_file& file) {
    return file.type.starts_with("text/html");
}

net::response give(const static_file& file, const web_options& options) {
    net::response made{200, std::string(file.type), std::string(file.bytes), {}};
    if (is_page(file)) {
        made.fields.emplace_back("Content-Security-Policy", options.page_policy);
        made.fields.emplace_back("Referrer-Policy", "origin");
        made.fields.emplace_back("Vary", "Accept-Language");
    } else {
        // Another site's page loads the widget with an integrity hash, which needs CORS.
        made.fields.emplace_back("Access-Control-Allow-Origin", "*");
        made.fields.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    }
    if (!file.locale.empty()) made.fields.emplace_back("Content-Language", file.locale);
    return made;
}

} // namespace

std::vector<net::route> file_routes(web_adapter::parts& with) {
    std::map<std::string, std::vector<const static_file*>> by_path;
    for (const auto& file : with.options.files)
        by_path[std::string(file.path)].push_back(&file);
    std::vector<net::route> made;
    for (auto& [path, files] : by_path) {
        made.push_back(
            {"GET", path, net::at_once([&with, files = files](const net::request& asked) {
                 const auto named = locale_of(asked.query);
                 const auto tag =
                     named.empty() ? first_language(asked.field("Accept-Language")) : named;
                 const auto locale = with.services.engine_now().negotiate(tag);
                 const auto* best = files.front();
                 for (const auto* one : files) {
                     if (one->locale == locale) best = one;
                 }
                 return give(*best, with.options);
             })});
    }
    return made;
}

} // namespace gaitkeeper::web
