#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace gaitkeeper::net {

/// Every coroutine of a server runs on the loop of its connection and on no other thread; the
/// loop's own executor type spares the polymorphic one.
using executor = boost::asio::io_context::executor_type;
template <class T>
using task = boost::asio::awaitable<T, executor>;

} // namespace gaitkeeper::net
