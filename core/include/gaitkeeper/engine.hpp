#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gaitkeeper/content.hpp"
#include "gaitkeeper/conversation.hpp"
#include "gaitkeeper/error.hpp"
#include "gaitkeeper/explanation.hpp"
#include "gaitkeeper/message.hpp"
#include "gaitkeeper/reply.hpp"

namespace gaitkeeper {

namespace content {
class library;
}

/// A named value for a text.
using text_argument = std::pair<std::string_view, std::string_view>;

/// A loaded content that answers messages. Immutable, a cheap-to-copy handle on shared data; every
/// member is safe to call from any number of threads at once. A reload is assigning a new engine.
class engine {
public:
    /// Maps a bundle read-only. The file must not be changed in place while an engine lives.
    /// Errors: not_found, bad_bundle, wrong_version, bad_content.
    [[nodiscard]] static result<engine> load(const std::filesystem::path& bundle);

    /// The same from bytes in memory, which are copied.
    [[nodiscard]] static result<engine> load_bytes(std::string_view bundle);

    /// Answers a message and notes in `talk` what the next turn needs. Total: any bytes have an
    /// answer. The same content, conversation and message give the same reply.
    [[nodiscard]] reply respond(conversation& talk, const message& said) const;

    /// Why `respond` would answer so, for the same arguments; changes nothing.
    [[nodiscard]] explanation explain(const conversation& talk, const message& said) const;

    /// A text of the locale's user interface ("ui/repl/help") with its arguments filled in; the key
    /// itself where there is none.
    [[nodiscard]] std::string text(std::string_view locale, std::string_view key,
                                   std::span<const text_argument> with = {}) const;

    /// "a, b and c", as the locale says it.
    [[nodiscard]] std::string list(std::string_view locale,
                                   std::span<const std::string> items) const;

    [[nodiscard]] std::vector<std::string> locales() const;
    [[nodiscard]] std::vector<std::string> topics() const;
    [[nodiscard]] std::vector<std::string> regions() const;

    /// The installed locale that serves a BCP 47 tag best.
    [[nodiscard]] std::string negotiate(std::string_view tag) const;

    [[nodiscard]] std::string_view content_hash() const noexcept;
    [[nodiscard]] std::string_view content_version() const noexcept;

private:
    explicit engine(std::shared_ptr<const content::library> shared) : content_(std::move(shared)) {}

    std::shared_ptr<const content::library> content_;
};

/// Longer messages are not read past this many bytes; the reply says so.
inline constexpr std::size_t max_message_bytes = std::size_t{8} * 1024;

/// Topics in one reply at most.
inline constexpr std::size_t max_topics = 3;

} // namespace gaitkeeper
