#include "gaitkeeper/slack/signature.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>

#include <boost/beast/core/string.hpp>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace gaitkeeper::slack {
namespace {

using digest = std::array<unsigned char, 32>;

struct free_context {
    void operator()(EVP_MAC_CTX* one) const { EVP_MAC_CTX_free(one); }
};
using context = std::unique_ptr<EVP_MAC_CTX, free_context>;

// All good numbers of seconds have ten digits until the year 2286.
std::optional<std::int64_t> seconds_of(std::string_view text) {
    constexpr std::size_t most = 12;
    if (text.empty() || text.size() > most || text.front() == '0') return std::nullopt;
    std::int64_t made = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        made = made * 10 + (c - '0');
    }
    return made;
}

std::optional<digest> digest_of(std::string_view hex) {
    digest made{};
    if (hex.size() != made.size() * 2) return std::nullopt;
    const auto value = [](char c) -> unsigned {
        if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
        if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
        return 16;
    };
    for (std::size_t i = 0; i < made.size(); ++i) {
        const auto high = value(hex[i * 2]), low = value(hex[i * 2 + 1]);
        if (high > 15 || low > 15) return std::nullopt;
        made[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return made;
}

context keyed_with(const std::string& secret) {
    static EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    context made(hmac != nullptr ? EVP_MAC_CTX_new(hmac) : nullptr);
    std::string name = "SHA256";
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    const auto* key = reinterpret_cast<const unsigned char*>(secret.data()); // as OpenSSL wants it
    if (!made || EVP_MAC_init(made.get(), key, secret.size(), parameters.data()) != 1)
        throw std::bad_alloc();
    return made;
}

// The context keeps its key: to begin anew costs a copy of two states instead of hashing the key.
bool is_signed_by(EVP_MAC_CTX& with, std::span<const std::string_view> parts,
                  const digest& claimed) {
    digest made{};
    std::size_t size = 0;
    bool fine = EVP_MAC_init(&with, nullptr, 0, nullptr) == 1;
    for (const auto part : parts)
        fine = fine && EVP_MAC_update(&with, reinterpret_cast<const unsigned char*>(part.data()),
                                      part.size()) == 1;
    fine = fine && EVP_MAC_final(&with, made.data(), &size, made.size()) == 1;
    return fine && CRYPTO_memcmp(made.data(), claimed.data(), made.size()) == 0;
}

} // namespace

std::string_view name(verdict of) noexcept {
    switch (of) {
    case verdict::good:
        return "good";
    case verdict::no_header:
        return "no_header";
    case verdict::bad_timestamp:
        return "bad_timestamp";
    case verdict::stale:
        return "stale";
    case verdict::bad_version:
        return "bad_version";
    case verdict::bad_signature:
        break;
    }
    return "bad_signature";
}

// Keyed contexts that nobody uses at the moment: a context serves one thread at a time.
struct verifier::keyed {
    using set = std::vector<context>; ///< one a secret

    [[nodiscard]] set take() {
        {
            const std::scoped_lock held(lock);
            if (!idle.empty()) {
                auto made = std::move(idle.back());
                idle.pop_back();
                return made;
            }
        }
        set made;
        for (const auto& secret : secrets)
            made.push_back(keyed_with(secret));
        return made;
    }
    void give_back(set used) {
        const std::scoped_lock held(lock);
        idle.push_back(std::move(used));
    }

    std::vector<std::string> secrets;
    std::mutex lock;
    std::vector<set> idle;
};

verifier::verifier(const std::vector<std::string>& secrets) : keyed_(std::make_unique<keyed>()) {
    const bool is_open =
        secrets.empty() || std::ranges::any_of(secrets, [](const auto& s) { return s.empty(); });
    if (is_open) throw std::invalid_argument("no signing secret");
    keyed_->secrets = secrets;
}

verifier::~verifier() = default;

verdict verifier::judge(const net::request& asked, std::chrono::sys_seconds now) const {
    std::string_view timestamp, signature;
    unsigned timestamps = 0, signatures = 0;
    for (const auto& [key, value] : asked.fields) {
        if (boost::beast::iequals(key, "X-Slack-Request-Timestamp")) {
            timestamp = value;
            ++timestamps;
        } else if (boost::beast::iequals(key, "X-Slack-Signature")) {
            signature = value;
            ++signatures;
        }
    }
    if (timestamps != 1 || signatures != 1) return verdict::no_header;
    return judge(timestamp, signature, asked.body, now);
}

verdict verifier::judge(std::string_view timestamp, std::string_view signature,
                        std::string_view body, std::chrono::sys_seconds now) const {
    const auto dated = seconds_of(timestamp);
    if (!dated) return verdict::bad_timestamp;
    const auto age = now.time_since_epoch() - std::chrono::seconds(*dated);
    if (age > signature_window || age < -signature_window) return verdict::stale;
    constexpr std::string_view version = "v0=";
    if (!signature.starts_with(version))
        return signature.starts_with('v') ? verdict::bad_version : verdict::bad_signature;
    const auto claimed = digest_of(signature.substr(version.size()));
    if (!claimed) return verdict::bad_signature;
    auto contexts = keyed_->take();
    const std::array<std::string_view, 4> parts{"v0:", timestamp, ":", body};
    bool is_good = false;
    for (const auto& one : contexts)
        is_good |= is_signed_by(*one, parts, *claimed);
    keyed_->give_back(std::move(contexts));
    return is_good ? verdict::good : verdict::bad_signature;
}

} // namespace gaitkeeper::slack
