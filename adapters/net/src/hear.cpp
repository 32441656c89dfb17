#include "hear.hpp"

#include "exchange.hpp"

namespace gaitkeeper::net {

task<proxy_header> read_proxy_header(tcp_socket& from, boost::beast::flat_buffer& buffer,
                                     std::size_t portion) {
    auto header = proxy_header::read({});
    while (header.what == proxy_header::kind::more) {
        const auto [failed, size] =
            co_await from.async_read_some(buffer.prepare(portion), as_value);
        if (failed) co_return header;
        buffer.commit(size);
        header = proxy_header::read(text_of(buffer));
    }
    buffer.consume(header.size);
    co_return header;
}

} // namespace gaitkeeper::net
