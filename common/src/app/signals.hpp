// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>

namespace bff::app {

enum class Signal { reload, end };

// SIGHUP, SIGTERM and SIGINT as values. Made first of all in main(), so that every later thread
// inherits the blocked mask and only wait() sees them. SIGPIPE is ignored: writes tell.
class Signals {
 public:
  Signals();
  // The next signal, or nullopt when none came within `limit` (nullopt: no limit).
  std::optional<Signal> wait(std::optional<std::chrono::milliseconds> limit = std::nullopt) const;
};

}  // namespace bff::app
