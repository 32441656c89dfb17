# Writes the generated site into a C++ source, so that the program needs no files beside it.
#   cmake -D SITE=build/.../site -D OUTPUT=site_files.cpp -P embed.cmake
cmake_policy(VERSION 3.25)

set(type_of_js "text/javascript; charset=utf-8")
set(type_of_json "application/json")
set(type_of_css "text/css; charset=utf-8")
set(type_of_html "text/html; charset=utf-8")
set(type_of_svg "image/svg+xml")

set(arrays "")
set(rows "")
file(GLOB_RECURSE files RELATIVE "${SITE}" "${SITE}/*")
list(SORT files)
list(LENGTH files count)
foreach(file IN LISTS files)
    string(MAKE_C_IDENTIFIER "${file}" name)
    file(READ "${SITE}/${file}" hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(APPEND arrays "constexpr unsigned char ${name}[] = {${bytes}};\n")
    set(path "/${file}")
    set(locale "")
    if(file MATCHES "^page/(.*)\\.html$")
        set(path "/")
        set(locale "${CMAKE_MATCH_1}")
    endif()
    string(REGEX REPLACE "^.*\\." "" extension "${file}")
    string(APPEND rows "    site_file{\"${path}\", \"${locale}\", \"${type_of_${extension}}\", text(${name})},\n")
endforeach()

file(WRITE "${OUTPUT}" "#include \"gaitkeeper/web/site.hpp\"

#include <array>
#include <cstddef>

namespace gaitkeeper::web {
namespace {

${arrays}
template <std::size_t n> std::string_view text(const unsigned char (&bytes)[n]) {
    return {reinterpret_cast<const char*>(bytes), n};
}

const std::array<site_file, ${count}> files{{
${rows}}};

} // namespace

std::span<const site_file> site_files() noexcept { return files; }

} // namespace gaitkeeper::web
")
