#pragma once

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "gaitkeeper/net/options.hpp"

namespace gaitkeeper::test {

template <auto release>
struct released_by {
    template <class T>
    void operator()(T* one) const {
        release(one);
    }
};
using key_handle = std::unique_ptr<EVP_PKEY, released_by<EVP_PKEY_free>>;
using certificate_handle = std::unique_ptr<X509, released_by<X509_free>>;
using extension_handle = std::unique_ptr<X509_EXTENSION, released_by<X509_EXTENSION_free>>;
using file_handle = std::unique_ptr<std::FILE, released_by<std::fclose>>;

/// A key and a certificate of 127.0.0.1 and localhost signed with it, for as long as the test.
class own_certificate {
public:
    own_certificate() {
        const key_handle key(EVP_EC_gen("P-256"));
        const certificate_handle one(X509_new());
        ASN1_INTEGER_set(X509_get_serialNumber(one.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(one.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(one.get()), 3600);
        X509_set_version(one.get(), X509_VERSION_3);
        X509_set_pubkey(one.get(), key.get());
        const extension_handle names(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                                         "IP:127.0.0.1,DNS:localhost"));
        X509_add_ext(one.get(), names.get(), -1);
        X509_sign(one.get(), key.get(), EVP_sha256());
        PEM_write_X509(file_handle(std::fopen(files.certificate.c_str(), "w")).get(), one.get());
        PEM_write_PrivateKey(file_handle(std::fopen(files.key.c_str(), "w")).get(), key.get(),
                             nullptr, nullptr, 0, nullptr, nullptr);
    }
    ~own_certificate() {
        std::filesystem::remove(files.certificate);
        std::filesystem::remove(files.key);
    }
    own_certificate(const own_certificate&) = delete;
    own_certificate& operator=(const own_certificate&) = delete;

    net::tls_files files{place("certificate"), place("key")};

private:
    static std::string place(std::string_view what) {
        static std::atomic<unsigned> count{0};
        return std::filesystem::temp_directory_path() /
               ("gaitkeeper-tls-" + std::to_string(::getpid()) + '-' + std::to_string(++count) +
                '-' + std::string(what));
    }
};

} // namespace gaitkeeper::test
