#include <algorithm>

#include "gaitkeeper/web/conversation_store.hpp"

namespace gaitkeeper::web {

void reply_memory::add(remembered_reply one, std::size_t most, std::size_t bytes) {
    frame_bytes_ += one.frame.size();
    while (count_ > 0 && (count_ >= most || frame_bytes_ > bytes)) {
        auto& oldest = row_[first_];
        frame_bytes_ -= oldest.frame.size();
        oldest = {};
        first_ = (first_ + 1) % row_.size();
        --count_;
    }
    if (count_ == row_.size()) { // every place is taken, and one more is allowed
        std::rotate(row_.begin(), row_.begin() + static_cast<std::ptrdiff_t>(first_), row_.end());
        first_ = 0;
        row_.emplace_back();
    }
    row_[(first_ + count_) % row_.size()] = std::move(one);
    ++count_;
}

const remembered_reply* reply_memory::find(std::string_view id) const {
    // An empty place has no id, and no client's id is empty.
    const auto at = std::ranges::find(row_, id, &remembered_reply::id);
    return at == row_.end() ? nullptr : &*at;
}

} // namespace gaitkeeper::web
