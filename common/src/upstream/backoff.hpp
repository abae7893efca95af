// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>

namespace bff::upstream {

// How long to wait before the next attempt to connect. Sans-io: time and randomness come in.
//
// A connection that had held is replaced at once (within 20 ms); then, while attempts fail or
// connections break young, waits double from 50 ms up to `most`, each with its upper half
// random, so that the workers of many gateways do not return in step.
class Backoff {
 public:
  using Milliseconds = std::chrono::milliseconds;
  struct Pause {
    Milliseconds wait;
    bool quick;  // the upstream is believed to be well: calls may wait for the new connection
  };

  explicit Backoff(Milliseconds most) noexcept : most_(most) {}

  // `random` is uniform in [0, 1).
  Milliseconds after_failure(double random) noexcept;
  // A connection was ready for `lived` and is no longer.
  Pause after_loss(Milliseconds lived, double random) noexcept;

 private:
  Milliseconds most_;
  std::uint32_t failures_ = 0;  // since a connection last held for `most_`
};

}  // namespace bff::upstream
