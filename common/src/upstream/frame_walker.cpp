// SPDX-License-Identifier: Apache-2.0
#include "upstream/frame_walker.hpp"

#include <algorithm>
#include <cstring>

namespace bff::upstream {

std::size_t FrameWalker::next_data(std::string_view bytes, std::size_t& at) noexcept {
  for (;;) {
    const std::size_t skipped = std::min(payload_left_, bytes.size() - at);
    at += skipped;
    payload_left_ -= skipped;
    const std::size_t taken = std::min(head_.size() - head_size_, bytes.size() - at);
    std::memcpy(head_.data() + head_size_, bytes.data() + at, taken);
    at += taken;
    head_size_ += taken;
    if (head_size_ < head_.size()) return kNone;

    head_size_ = 0;
    payload_left_ = static_cast<std::size_t>(head_[0] << 16 | head_[1] << 8 | head_[2]);
    if (head_[3] == 0) {
      stream_ = (head_[5] & 0x7f) << 24 | head_[6] << 16 | head_[7] << 8 | head_[8];
      return at - 1;
    }
  }
}

}  // namespace bff::upstream
