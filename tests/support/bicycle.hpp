#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::test {

/// A small content about bicycles: nothing in the code may know what the content is about.
inline std::filesystem::path bicycle_folder() {
    return GAITKEEPER_TEST_CONTENT;
}

/// The same, compiled by the build.
inline std::filesystem::path bicycle_file() {
    return GAITKEEPER_TEST_BUNDLE;
}

inline const std::string& bicycle_bundle() {
    static const auto bundle = [] {
        std::ifstream file(bicycle_file(), std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(file), {}};
    }();
    return bundle;
}

inline const engine& bicycle_engine() {
    static const auto loaded = engine::load_bytes(bicycle_bundle()).value();
    return loaded;
}

} // namespace gaitkeeper::test
