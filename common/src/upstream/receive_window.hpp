// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>

namespace bff::upstream {

// How much a peer may send before we let it go on (RFC 9113 §5.2), opened again by one
// WINDOW_UPDATE for each half of it. What came and is `held`, since nobody has use for it yet, is
// not given back.
class ReceiveWindow {
 public:
  explicit ReceiveWindow(std::uint32_t size) noexcept : size_(size), left_(size) {}

  // False: the peer sent more than it may.
  bool take(std::size_t bytes) noexcept {
    if (bytes > left_) return false;
    left_ -= static_cast<std::uint32_t>(bytes);
    return true;
  }
  // Half of it is used up: it is time to open it again.
  bool low(std::size_t held = 0) const noexcept { return left_ + held <= size_ / 2; }
  // Opens it; the increment, to be sent. Precondition: low(held).
  std::uint32_t refill(std::size_t held = 0) noexcept {
    const std::uint32_t open = size_ - static_cast<std::uint32_t>(held);
    return open - std::exchange(left_, open);
  }

 private:
  std::uint32_t size_, left_;
};

}  // namespace bff::upstream
