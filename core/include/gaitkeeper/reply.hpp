#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gaitkeeper/triage.hpp"

namespace gaitkeeper {

/// A topic of the reply.
struct topic_hit {
    std::string id;
    double confidence = 0; ///< 0 to 1

    friend bool operator==(const topic_hit&, const topic_hit&) = default;
};

enum class block_kind : std::uint8_t {
    emergency, ///< call for help now; to be shown so that nobody can overlook it
    caution,   ///< be seen today, or what to watch for
    answer,    ///< guidance, or a turn of the conversation
    question,  ///< one short question back
    note,      ///< who is speaking: the disclaimer
};

/// "emergency", "caution", "answer", "question" or "note".
[[nodiscard]] std::string_view name(block_kind kind) noexcept;

/// One paragraph of the reply in plain UTF-8; adapters add the markup.
struct block {
    block_kind kind = block_kind::answer;
    std::string text;
    std::vector<std::string> numbers =
        {}; ///< telephone numbers in `text`, as they stand there, in order

    friend bool operator==(const block&, const block&) = default;
};

/// Something to tap, and the message it stands for.
struct suggestion {
    std::string label;
    std::string text;

    friend bool operator==(const suggestion&, const suggestion&) = default;
};

/// Enough to give the same message the same bytes later.
struct receipt {
    std::string content;          ///< hash of the content that answered, lower-case hex
    std::string version;          ///< the content's own version
    std::vector<unsigned> topics; ///< sections of the source article behind the guidance, ascending

    friend bool operator==(const receipt&, const receipt&) = default;
};

/// Everything to show. Owns its memory; every sentence comes from the content's locale files.
struct reply {
    std::string locale;
    gaitkeeper::triage triage;
    std::vector<topic_hit> topics; ///< best first, one to three
    std::vector<block> blocks;     ///< in reading order
    std::vector<suggestion> suggestions;
    std::string text; ///< the blocks, separated by empty lines
    gaitkeeper::receipt receipt;

    friend bool operator==(const reply&, const reply&) = default;
};

} // namespace gaitkeeper
