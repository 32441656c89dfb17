#include <boost/json/parse.hpp>

#include "fuzz.hpp"
#include "gaitkeeper/wire/case_json.hpp"
#include "gaitkeeper/wire/message_json.hpp"

using namespace gaitkeeper;

namespace {

// An answer on one line that is JSON and holds nothing that was written.
template <class T>
void require_answer(const result<T>& read) {
    if (read) return;
    const auto line = wire::error_line(read.error(), 1);
    boost::json::error_code failed;
    const auto parsed = boost::json::parse(line, failed);
    fuzz::require(!failed && parsed.at("error").as_object().size() == 3,
                  "an error is an object of three members");
    fuzz::require(line.find('\n') == std::string::npos, "an error is one line");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto line = fuzz::bytes_of(data, size);
    require_answer(wire::parse_message(line));
    require_answer(wire::parse_case(line));
    return 0;
}
