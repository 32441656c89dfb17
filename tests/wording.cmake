# Fails where C++ or JavaScript holds what a person would read in a conversation: that belongs to locales/.
# cmake -DROOT=... -P wording.cmake
cmake_minimum_required(VERSION 3.25)
find_program(GREP grep REQUIRED)

# Lines of `files` (globs below ROOT) that match `pattern`, but for those that match `except`.
function(lines_with pattern except out)
    file(GLOB_RECURSE files RELATIVE "${ROOT}" ${ARGN})
    if(NOT files)
        set(${out} "" PARENT_SCOPE)
        return()
    endif()
    execute_process(COMMAND "${GREP}" -nE "${pattern}" ${files}
        COMMAND "${GREP}" -vE "^[^:]*:[0-9]+: *//|${except}"
        WORKING_DIRECTORY "${ROOT}" OUTPUT_VARIABLE found)
    set(${out} "${found}" PARENT_SCOPE)
endfunction()

# A string literal of three words or more that ends as a sentence does. The one exception is the
# program's own --help, which describes the tool.
set(sentence "\"([^\"\\]|\\\\.)*[[:alpha:]]+ [[:alpha:]]+ ([^\"\\]|\\\\.)*[.?!]\"")
lines_with("${sentence}" "adapters/program/main.cpp:[0-9]+:    CLI::App app\\("
    sentences "${ROOT}/core/src/*.?pp" "${ROOT}/core/include/*.hpp" "${ROOT}/adapters/*.?pp" "${ROOT}/adapters/*.js")

# Where a reply is made or shown, no literal has even two words. The exception is libedit's name for
# a key binding, which nobody sees.
set(words "\"[^\"()]*[[:alpha:]]+ [[:alpha:]]+[^\"()]*\"")
lines_with("${words}" "\"complete a command\"|#include" phrases "${ROOT}/core/src/say/*.?pp" "${ROOT}/core/src/dialog/*.?pp"
    "${ROOT}/core/src/safety/*.?pp" "${ROOT}/adapters/repl/*.?pp")

if(sentences OR phrases)
    message(FATAL_ERROR "words for a person outside locales/:\n${sentences}${phrases}")
endif()
