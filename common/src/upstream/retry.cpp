// SPDX-License-Identifier: Apache-2.0
#include "upstream/retry.hpp"

#include <algorithm>

namespace bff::upstream {

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::milliseconds kFirstPause = 10ms, kLongestPause = 250ms;

}  // namespace

std::optional<RetrySchedule::Milliseconds> RetrySchedule::next(int code, Milliseconds remaining,
                                                               double random) {
  // OK (0) ends a call even if a careless mask names it.
  const bool listed = code > 0 && code < 32 && (codes_ >> code & 1U) != 0;
  if (!listed || left_ == 0) return std::nullopt;

  const std::uint32_t doublings =
      std::min(attempt_ - 1, 5U);  // 10 ms << 5 is above kLongestPause already
  const auto span = std::min(kFirstPause * (1L << doublings), kLongestPause);
  const Milliseconds wait{
      static_cast<Milliseconds::rep>(static_cast<double>(span.count()) * random)};
  if (remaining - wait < 1ms) return std::nullopt;

  --left_;
  ++attempt_;
  return wait;
}

}  // namespace bff::upstream
