# Warnings and sanitizers for this project's own targets; linked privately, so never exported.
add_library(gaitkeeper_developer INTERFACE)
target_compile_features(gaitkeeper_developer INTERFACE cxx_std_20)
if(GAITKEEPER_DEVELOPER)
    target_compile_options(gaitkeeper_developer INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
        -Wold-style-cast -Wcast-align -Woverloaded-virtual -Wnull-dereference -Werror)
endif()
if(GAITKEEPER_SANITIZE)
    target_compile_options(gaitkeeper_developer INTERFACE
        -fsanitize=${GAITKEEPER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(gaitkeeper_developer INTERFACE -fsanitize=${GAITKEEPER_SANITIZE})
endif()
