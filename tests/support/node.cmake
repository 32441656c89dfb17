# Tests in JavaScript: they need node and npm, and what the package.json of their folder names.
find_program(GAITKEEPER_NODE node)
find_program(GAITKEEPER_NPM npm)

# Fetches the packages of this folder with everything else that is built; TARGET names that work.
function(gaitkeeper_node_modules target)
    set(modules "${CMAKE_CURRENT_SOURCE_DIR}/node_modules/.package-lock.json")
    add_custom_command(OUTPUT "${modules}"
        COMMAND "${GAITKEEPER_NPM}" ci --ignore-scripts --no-audit --no-fund --loglevel=error
        COMMAND ${CMAKE_COMMAND} -E touch "${modules}"
        DEPENDS package.json package-lock.json
        WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
        COMMENT "Fetching what the tests of ${target} need"
        VERBATIM)
    add_custom_target(${target} ALL DEPENDS "${modules}")
endfunction()

# The tests of FILE in this folder, under the name "LABEL: FILE", with LABEL, and ENVIRONMENT.
function(gaitkeeper_node_test label file)
    add_test(NAME "${label}: ${file}"
        COMMAND "${GAITKEEPER_NODE}" --test --test-reporter=spec "${CMAKE_CURRENT_SOURCE_DIR}/${file}.test.js")
    set_tests_properties("${label}: ${file}" PROPERTIES TIMEOUT 900 LABELS ${label} ENVIRONMENT "${ARGN}")
endfunction()
