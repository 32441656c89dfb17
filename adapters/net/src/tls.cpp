#include "tls.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <openssl/ssl.h>

namespace gaitkeeper::net {
namespace {

namespace ssl = boost::asio::ssl;

constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_alpn(SSL*, const unsigned char** chosen, unsigned char* size,
                const unsigned char* offered, unsigned int offered_size, void*) {
    const auto found =
        std::search(offered, offered + offered_size, http_1_1.begin(), http_1_1.end());
    if (found == offered + offered_size) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = http_1_1.data() + 1;
    *size = static_cast<unsigned char>(http_1_1.size() - 1);
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

ssl::context make_tls(const tls_files& files) {
    ssl::context made(ssl::context::tls_server);
    boost::system::error_code failed;
    made.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                     ssl::context::no_tlsv1_1 | ssl::context::no_compression);
    made.use_certificate_chain_file(files.certificate, failed);
    if (failed)
        throw std::runtime_error(files.certificate + ": no certificate: " + failed.message());
    made.use_private_key_file(files.key, ssl::context::pem, failed);
    if (failed)
        throw std::runtime_error(files.key + ": no key of that certificate: " + failed.message());
    SSL_CTX_set_min_proto_version(made.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_alpn_select_cb(made.native_handle(), choose_alpn, nullptr);
    return made;
}

ssl::context make_client_tls(const std::string& ca_file) {
    ssl::context made(ssl::context::tls_client);
    boost::system::error_code failed;
    if (ca_file.empty())
        made.set_default_verify_paths(failed);
    else
        made.load_verify_file(ca_file, failed);
    if (failed) throw std::runtime_error(ca_file + ": no certificates: " + failed.message());
    made.set_verify_mode(ssl::verify_peer);
    SSL_CTX_set_min_proto_version(made.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_alpn_protos(made.native_handle(), http_1_1.data(),
                            static_cast<unsigned>(http_1_1.size()));
    return made;
}

} // namespace gaitkeeper::net
