// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

namespace bff::upstream {

// Decides whether and when one call is tried again. Sans-io: time and randomness come in.
class RetrySchedule {
 public:
  using Milliseconds = std::chrono::milliseconds;
  // `attempts` counts the first; bit n of `codes`: google.rpc.Code n may be retried.
  RetrySchedule(std::uint32_t attempts, std::uint32_t codes)
      : left_(attempts > 0 ? attempts - 1 : 0), codes_(codes) {}

  // The wait before the next attempt, or nullopt when `code` ends the call: full jitter over
  // 10 ms, 20 ms, 40 ms … at most 250 ms (`random` uniform in [0, 1)). A wait that leaves less
  // than a millisecond of `remaining` is not begun.
  std::optional<Milliseconds> next(int code, Milliseconds remaining, double random);
  std::uint32_t attempt() const noexcept { return attempt_; }  // 1-based number of the current one

 private:
  std::uint32_t left_;
  std::uint32_t codes_;
  std::uint32_t attempt_ = 1;
};

}  // namespace bff::upstream
