// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <thread>

namespace bff::test {

// Waits for it, for long.
template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 20'000 && !condition(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return condition();
}

}  // namespace bff::test
