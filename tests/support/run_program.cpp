#include "run_program.hpp"

#include <future>

#include <boost/asio/io_context.hpp>
#include <boost/process.hpp>

namespace gaitkeeper::test {

program_result run_program(const std::string& path, const std::vector<std::string>& arguments,
                           const std::string& in) {
    namespace process = boost::process;
    boost::asio::io_context loop;
    std::future<std::string> out, err;
    process::child child(path, process::args(arguments),
                         process::std_in<process::buffer(in), process::std_out> out,
                         process::std_err > err, loop);
    loop.run();
    child.wait();
    return {child.exit_code(), out.get(), err.get()};
}

} // namespace gaitkeeper::test
