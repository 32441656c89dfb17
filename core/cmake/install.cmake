# Every component that was built installs its library, its headers and an export set of its own, so
# that a package may be split by component. A library `gaitkeeper_NAME` is the component NAME.
include(CMakePackageConfigHelpers)
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/gaitkeeper")
set(data_folder "${CMAKE_INSTALL_DATADIR}/gaitkeeper")

foreach(component core wire repl net web teamchat slack)
    if(TARGET gaitkeeper_${component})
        install(TARGETS gaitkeeper_${component} EXPORT gaitkeeper-${component}
            ARCHIVE LIBRARY RUNTIME
            FILE_SET HEADERS)
        install(EXPORT gaitkeeper-${component} NAMESPACE gaitkeeper::
            DESTINATION "${package_folder}"
            FILE gaitkeeper-${component}-targets.cmake)
    endif()
endforeach()

if(TARGET gaitkeeper)
    install(TARGETS gaitkeeper RUNTIME)
    install(FILES "${PROJECT_BINARY_DIR}/share/gaitkeeper/content.gkb" DESTINATION "${data_folder}")
endif()

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/gaitkeeper-config.cmake.in"
    "${PROJECT_BINARY_DIR}/gaitkeeper-config.cmake"
    INSTALL_DESTINATION "${package_folder}"
    PATH_VARS data_folder
    NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/gaitkeeper-config-version.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/gaitkeeper-config.cmake"
    "${PROJECT_BINARY_DIR}/gaitkeeper-config-version.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/FindStemmer.cmake"
    DESTINATION "${package_folder}")
