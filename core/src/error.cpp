#include "gaitkeeper/error.hpp"

namespace gaitkeeper {

std::string_view name(errc code) noexcept {
    switch (code) {
    case errc::not_found:
        return "not_found";
    case errc::bad_content:
        return "bad_content";
    case errc::bad_bundle:
        return "bad_bundle";
    case errc::wrong_version:
        return "wrong_version";
    case errc::bad_input:
        return "bad_input";
    case errc::limit_exceeded:
        return "limit_exceeded";
    }
    return "unknown";
}

std::string to_string(const problem& p) {
    std::string line = p.file;
    for (const auto* part : {&p.pointer, &p.what}) {
        if (part->empty()) continue;
        if (!line.empty()) line += ": ";
        line += *part;
    }
    return line;
}

std::string to_string(const error& e) {
    if (e.problems.empty()) return std::string(name(e.code));
    std::string text;
    for (const auto& p : e.problems) {
        if (!text.empty()) text += '\n';
        text += to_string(p);
    }
    return text;
}

load_error::load_error(const error& e) : std::runtime_error(to_string(e)), details_(e) {}

void throw_exception_from_error(const error& e, const boost::source_location& /*where*/) {
    throw load_error(e);
}

} // namespace gaitkeeper
