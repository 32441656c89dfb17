# Warnings and sanitizers for this project's own targets; linked privately, so never exported.
add_library(gaitkeeper_developer INTERFACE)
target_compile_features(gaitkeeper_developer INTERFACE cxx_std_20)
if(GAITKEEPER_DEVELOPER)
    target_compile_options(gaitkeeper_developer INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
        -Wold-style-cast -Wcast-align -Woverloaded-virtual -Werror
        # GCC 12 sees overlaps in std::string's own concatenation (its bug 105651).
        $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
endif()
# For sources with coroutines: GCC 12 miscompiles them under UBSan (a resume ends in a trap) and takes
# minutes for it; the other sanitizers stay.
set(GAITKEEPER_COROUTINE_OPTIONS "")
if(GAITKEEPER_SANITIZE)
    set(GAITKEEPER_COROUTINE_OPTIONS -fno-sanitize=undefined)
    target_compile_options(gaitkeeper_developer INTERFACE
        -fsanitize=${GAITKEEPER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(gaitkeeper_developer INTERFACE -fsanitize=${GAITKEEPER_SANITIZE})
endif()
