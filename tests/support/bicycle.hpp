#pragma once

#include <filesystem>
#include <string>

#include "gaitkeeper/engine.hpp"

namespace gaitkeeper::test {

/// A small content about bicycles: nothing in the code may know what the content is about.
inline std::filesystem::path bicycle_folder() { return GAITKEEPER_TEST_SUPPORT "/bicycle"; }

inline const std::string& bicycle_bundle() {
    static const auto bundle = compile(read_content(bicycle_folder()).value()).value();
    return bundle;
}

inline const engine& bicycle_engine() {
    static const auto loaded = engine::load_bytes(bicycle_bundle()).value();
    return loaded;
}

} // namespace gaitkeeper::test
