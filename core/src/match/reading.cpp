#include "match/reading.hpp"

namespace gaitkeeper::match {

reading::reading(const text::utterance& said, std::span<const text::concept_traits> concepts,
                 workspace& scratch)
    : said_(said),
      concepts_(concepts),
      scratch_(scratch),
      whole_(said, concepts, 0, static_cast<std::uint32_t>(said.tokens.size())) {
    scratch.keys.extract(whole_.view(), skip_pairs::left_out); // who wants pairs has them added
}

prediction reading::whole(const model& by) {
    return by.predict_again(whole_.view(), scratch_);
}

prediction reading::part(const model& by, std::uint32_t begin, std::uint32_t end) {
    const utterance_sample sample(said_, concepts_, begin, end);
    return by.predict_part(begin, end, sample.view().concepts, scratch_);
}

} // namespace gaitkeeper::match
