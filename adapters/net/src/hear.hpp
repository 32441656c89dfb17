#pragma once

#include <boost/beast/core/flat_buffer.hpp>

#include "gaitkeeper/net/proxy_header.hpp"
#include "loop.hpp"

namespace gaitkeeper::net {

/// Reads a PROXY header and takes it off `buffer`; what came behind it stays there.
[[nodiscard]] task<proxy_header>
read_proxy_header(tcp_socket& from, boost::beast::flat_buffer& buffer, std::size_t portion);

} // namespace gaitkeeper::net
