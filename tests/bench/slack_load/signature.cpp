// What checking a signature costs beside SHA-256 of the same bytes, which nobody can do without.
#include <array>
#include <string>

#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "gaitkeeper/slack/signature.hpp"

namespace {

constexpr std::string_view secret = "8f742231b10e8888abcd99yyyzzz85a5";
constexpr std::string_view timestamp = "1800000000";

std::string body_of(const benchmark::State& state) {
    return std::string(static_cast<std::size_t>(state.range(0)), 'x');
}

std::string signed_text(const std::string& body) {
    return "v0:" + std::string(timestamp) + ':' + body;
}

std::string sign(const std::string& body) {
    const auto text = signed_text(body);
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    std::string made = "v0=";
    for (const auto byte : digest)
        made += {"0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
    return made;
}

void check_signature(benchmark::State& state) {
    using namespace gaitkeeper::slack;
    const auto body = body_of(state), signature = sign(body);
    const verifier with({std::string(secret)});
    const std::chrono::sys_seconds now{std::chrono::seconds(1'800'000'000)};
    if (with.judge(timestamp, signature, body, now) != verdict::good)
        return state.SkipWithError("the signature does not hold");
    for (auto _ : state)
        benchmark::DoNotOptimize(with.judge(timestamp, signature, body, now));
}

void sha_256(benchmark::State& state) {
    const auto text = signed_text(body_of(state));
    EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    std::array<unsigned char, 32> digest{};
    for (auto _ : state) {
        EVP_DigestInit_ex2(context, algorithm, nullptr);
        EVP_DigestUpdate(context, text.data(), text.size());
        EVP_DigestFinal_ex(context, digest.data(), nullptr);
        benchmark::DoNotOptimize(digest);
    }
    EVP_MD_CTX_free(context);
    EVP_MD_free(algorithm);
}

BENCHMARK(check_signature)->Arg(1024)->Arg(4096);
BENCHMARK(sha_256)->Arg(1024)->Arg(4096);

} // namespace

BENCHMARK_MAIN();
