#include "fuzz.hpp"
#include "text/analyze.hpp"

using namespace gaitkeeper;

// The first line is a message; the others are patterns, of concepts and macros in turn.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto lines = fuzz::lines_of(fuzz::bytes_of(data, size));
    text::language_source source;
    source.stemmer = "english";
    constexpr std::size_t most = 8;
    for (std::size_t i = 0; i < most; ++i) {
        const bool macro = i % 2 == 1;
        const auto name = std::string(1, static_cast<char>('A' + i));
        text::label_role role;
        if (!macro) {
            role.kind = text::label_kind::mention;
            role.concept_id = static_cast<text::concept_index>(source.concepts.size());
            source.concepts.push_back({.id = name});
        }
        source.labels.push_back({macro ? '$' + name : name, {}});
        source.roles.push_back(role);
    }
    for (std::size_t i = 1; i < lines.size(); ++i)
        source.labels[i % most].patterns.emplace_back(lines[i]);

    std::vector<text::phrases::fault> faults;
    const text::language speech(source, faults);
    for (const auto& f : faults)
        fuzz::require(!f.what.empty(), "a fault says what is wrong");
    const auto heard = text::analyze(lines.front(), speech, 8192);
    for (const auto& m : heard.mentions) {
        fuzz::require(m.begin < m.end && m.end <= heard.tokens.size(),
                      "a mention lies in the message");
        fuzz::require(m.end - m.begin <= text::max_pattern_tokens,
                      "a mention is no longer than a pattern may cover");
    }
    return 0;
}
