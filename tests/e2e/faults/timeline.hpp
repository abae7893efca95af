// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "faults/kinds.hpp"
#include "faults/screens.hpp"

namespace bff::faults {

using Clock = std::chrono::steady_clock;
using Instant = Clock::time_point;

// How long a gateway may take to be back after a fault that broke connections: an attempt that
// began while the fault lasted may hang for `connect_timeout` (1 s), the pause before the next is
// at most another second, and one more is for a busy machine.
inline constexpr std::chrono::milliseconds kComesBackWithin{3000};

// Which service was at fault, and when. What may excuse an answer is written down before the fault
// begins and ended after it has ended. Thread-safe.
class Timeline {
 public:
  std::size_t begin(Upstream upstream, Kind kind);
  void end(std::size_t window);
  // The gateways are seen to be back: what has ended excuses nothing from here on.
  void recovered();

  // The machine itself stood still: the harness' own clockwork was late by `lateness`.
  void stalled(Instant from, Instant to);

  // What was going on at some time of [from, to].
  struct View {
    std::array<Problems, 3> allowed{};  // by Upstream
    bool incomplete = false;            // of the catalogue
    std::vector<Kind> kinds;            // of faults that had not ended yet, each once
    bool coming_back = false;           // after one that had
    std::chrono::nanoseconds stall{0};  // longest
  };
  View at(Instant from, Instant to) const;
  // The last faults that began before `at`, for people: "catalog stop, over for 2300 ms; …".
  std::string before(Instant at) const;

 private:
  struct Window {
    Upstream upstream;
    Kind kind;
    Instant from, over, to;  // `to`: with the time to come back
  };
  struct Stall {
    Instant from, to;
  };
  mutable std::mutex mutex_;
  std::vector<Window> windows_;
  std::vector<Stall> stalls_;
};

}  // namespace bff::faults
