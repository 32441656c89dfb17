#pragma once

#include <boost/asio/ssl/context.hpp>

#include "gaitkeeper/net/options.hpp"

namespace gaitkeeper::net {

/// TLS 1.2 and 1.3, ALPN "http/1.1" alone, session tickets as OpenSSL has them. Throws
/// std::runtime_error when the files are not a usable pair.
[[nodiscard]] boost::asio::ssl::context make_tls(const tls_files& files);

/// For connections to others: TLS 1.2 and 1.3, peers are checked against the PEM file, or without
/// one against the system's store. Throws std::runtime_error when that cannot be read.
[[nodiscard]] boost::asio::ssl::context make_client_tls(const std::string& ca_file);

} // namespace gaitkeeper::net
