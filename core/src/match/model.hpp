#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "gaitkeeper/error.hpp"
#include "match/features.hpp"
#include "match/vocabulary.hpp"

namespace gaitkeeper::match {

/// How a message's scores become a confidence: logistic(bias + sum of weight * evidence).
struct calibration {
    float bias = 0.0F;
    float score = 1.0F;            ///< weight of `prediction::score`
    float coverage = 0.0F;         ///< weight of `prediction::coverage`
    float top = 0.0F;              ///< weight of the best in-scope class's logit-probability
    std::vector<float> by_class{}; ///< added to the bias when this class is best; empty: nothing
};

/// Confidences below which a message counts as out of scope; chosen on rows the model did not
/// learn.
struct operating_points {
    float keep = 0.0F;            ///< costs at most one point of in-scope accuracy
    float balanced = 0.0F;        ///< largest sum of in-scope accuracy and out-of-scope recall
    bool own_is_balanced = false; ///< which of the two the rows it was tuned on speak for
};

/// One class of a model.
struct class_view {
    std::string_view name;
    bool out_of_scope = false;
};

/// One trained network inside a model. Row r of the input table is units signed bytes times scale.
struct network_view {
    weighting input_weights;
    std::uint32_t units = 0;        ///< a multiple of unit_step
    std::uint32_t linear_units = 0; ///< the first so many are linear, the others rectified
    bool has_head = true;           ///< false: the units are the classes (a collapsed linear model)
    std::span<const std::int8_t> table; ///< vocabulary rows * units
    std::span<const float> scales;      ///< vocabulary rows
    std::span<const float> hidden_bias; ///< units
    std::span<const float> head;        ///< units * class stride; empty without a head
    std::span<const float> bias;        ///< class stride; empty without a head
};

/// What a model makes of one message. Views into the workspace, valid until its next use.
struct prediction {
    std::span<const float> logits;        ///< per class; with several networks the mean of theirs
    std::span<const float> probabilities; ///< per class, sum 1; with several networks the mean
    std::uint32_t best = 0;  ///< in-scope class of highest probability; ties go to the lower index
    float score = 0.0F;      ///< in-scope score, larger is safer: best in-scope minus best
                             ///< out-of-scope logit, or ln(sum(exp(logits))) without such a class
    float coverage = 1.0F;   ///< share of the message's words (by idf) that training has seen
    float confidence = 0.0F; ///< calibrated probability, 0 to 1, that the message is in scope
};

/// Scratch memory of one thread; after a few messages nothing is allocated any more.
struct workspace {
    feature_keys keys;
    feature_places places;
    active_features active, active_part;
    std::vector<float> weights;
    std::vector<std::uint32_t> rows;
    std::vector<float> hidden;
    std::vector<const float*> head_rows;
    std::vector<float> network_logits;
    std::vector<float> network_probabilities;
    std::vector<float> logits;
    std::vector<float> probabilities;
};

/// Bytes of a model, aligned as `model::from_bytes` wants them. The size is a multiple of 64.
class model_bytes {
public:
    explicit model_bytes(std::size_t size) : lines_((size + sizeof(line) - 1) / sizeof(line)) {}
    [[nodiscard]] std::span<std::byte> writable() noexcept {
        return std::as_writable_bytes(std::span(lines_));
    }
    [[nodiscard]] std::span<const std::byte> view() const noexcept {
        return std::as_bytes(std::span(lines_));
    }

private:
    struct alignas(64) line {
        std::array<std::byte, 64> bytes;
    };
    std::vector<line> lines_;
};

inline constexpr std::size_t max_classes = 65'535;

/// A trained matcher, immutable: a view on bytes that may be a read-only mapping shared by any
/// number of threads and processes. Cheap to copy. All members are const and safe to call at once
/// from several threads, each with a workspace of its own.
class model {
public:
    /// Checks every size, offset and number, and the checksum. `bytes` must outlive the model and
    /// begin on a 64-byte boundary. Errors: bad_bundle (not ours, cut, altered, misaligned),
    /// wrong_version. The format is little-endian and holds no pointers.
    [[nodiscard]] static result<model> from_bytes(std::span<const std::byte> bytes);

    /// The same, keeping the bytes alive.
    [[nodiscard]] static result<model> from_bytes(std::shared_ptr<const model_bytes> bytes);

    /// The bytes this model was made from.
    [[nodiscard]] std::span<const std::byte> to_bytes() const noexcept { return bytes_; }

    /// Total: any sample has an answer, a message without known words a low confidence.
    [[nodiscard]] prediction predict(const sample_text& sample, workspace& scratch) const;

    /// The same for the sample that `scratch` last saw whole, be it by another model: what is
    /// alike for all models is not done again.
    [[nodiscard]] prediction predict_again(const sample_text& sample, workspace& scratch) const;

    /// The same for words [begin, end) of the sample that `scratch` last saw, with their own
    /// concepts; cheaper than as a sample of their own. What was ignored of the sample still is.
    [[nodiscard]] prediction predict_part(std::size_t begin, std::size_t end,
                                          std::span<const std::string_view> concepts,
                                          workspace& scratch) const;

    /// The confidence that `calibration` gives to evidence; exposed for fitting and for explaining.
    [[nodiscard]] float confidence_of(const prediction& p) const noexcept;

    [[nodiscard]] std::span<const class_view> classes() const noexcept { return classes_; }
    [[nodiscard]] const vocabulary& words() const noexcept { return words_; }
    [[nodiscard]] std::span<const network_view> networks() const noexcept { return networks_; }
    [[nodiscard]] const calibration& calibrated() const noexcept { return calibration_; }
    [[nodiscard]] const operating_points& points() const noexcept { return points_; }

private:
    void run(const network_view& net, const active_features& active, workspace& scratch) const;
    [[nodiscard]] prediction decide(const active_features& active, workspace& scratch) const;
    [[nodiscard]] skip_pairs pairs() const noexcept;

    std::span<const std::byte> bytes_;
    std::shared_ptr<const model_bytes> owned_;
    vocabulary words_;
    std::vector<class_view> classes_;
    std::vector<network_view> networks_;
    calibration calibration_;
    operating_points points_;

    friend struct model_reader;
};

} // namespace gaitkeeper::match
