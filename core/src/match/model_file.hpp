#pragma once

#include <span>
#include <string>
#include <vector>

#include "match/model.hpp"
#include "match/network.hpp"

namespace gaitkeeper::match {

/// A class by name, owning it.
struct class_info {
    std::string name;
    bool out_of_scope = false;
};

/// One trained network with how its input is weighed.
struct trained_network {
    network net;
    weighting input_weights;
    bool collapse = false; ///< store U * V in place of both; for networks of linear units only
};

/// Everything a model file holds. The weights of U become signed bytes with one scale a row.
struct model_parts {
    std::span<const class_info> classes;
    vocabulary words;
    std::span<const trained_network> networks;
    calibration calibrated;
    operating_points points;
};

/// The same bytes for the same parts, on any machine.
[[nodiscard]] model_bytes write_model(const model_parts& parts);

/// A copy of a model's bytes with another calibration: what is known only after predicting.
[[nodiscard]] model_bytes recalibrate(const model& from, const calibration& calibrated,
                                      const operating_points& points);

} // namespace gaitkeeper::match
