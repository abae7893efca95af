// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bff::upstream {

// Follows the frames in the bytes of one direction of a connection (RFC 9113 §4.1) to look at
// each DATA frame before nghttp2 does, which passes over those of closed streams in silence.
class FrameWalker {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // Goes on in `bytes`, from `at`, to the last byte of the head of the next DATA frame: returns
  // that byte's offset and sets `at` behind it. kNone when `bytes` end before.
  std::size_t next_data(std::string_view bytes, std::size_t& at) noexcept;
  // The stream of the frame that next_data() found.
  std::int32_t stream() const noexcept { return stream_; }

 private:
  std::array<unsigned char, 9> head_{};
  std::size_t head_size_ = 0;
  std::size_t payload_left_ = 0;
  std::int32_t stream_ = 0;
};

}  // namespace bff::upstream
