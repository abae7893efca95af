// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>

namespace bff::upstream {

// How much a peer may send before we let it go on (RFC 9113 §5.2). What comes is used up at once,
// so that the window is opened again by one WINDOW_UPDATE for each half of it.
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
  bool low() const noexcept { return left_ <= size_ / 2; }
  // Opens it; the increment, to be sent.
  std::uint32_t refill() noexcept { return size_ - std::exchange(left_, size_); }

 private:
  std::uint32_t size_, left_;
};

}  // namespace bff::upstream
