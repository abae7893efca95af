// SPDX-License-Identifier: Apache-2.0
#include "upstream/backoff.hpp"

#include <algorithm>

namespace bff::upstream {

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::milliseconds kQuick = 20ms, kFirst = 50ms;

std::chrono::milliseconds scaled(std::chrono::milliseconds span, double factor) noexcept {
  return std::chrono::milliseconds{static_cast<long>(static_cast<double>(span.count()) * factor)};
}

}  // namespace

Backoff::Milliseconds Backoff::after_failure(double random) noexcept {
  const std::uint32_t doublings = std::min(failures_, 20U);
  ++failures_;
  return scaled(std::min(kFirst * (1L << doublings), most_), 0.5 + random / 2);
}

Backoff::Pause Backoff::after_loss(Milliseconds lived, double random) noexcept {
  if (lived >= most_) failures_ = 0;
  // A service that accepts and hangs up, over and over, gets one quick attempt, not a storm.
  if (failures_ > 0) return {after_failure(random), false};
  ++failures_;
  return {scaled(std::min(kQuick, most_), random), true};
}

}  // namespace bff::upstream
