// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <chrono>

#include <boost/asio/io_context.hpp>

namespace bff::test {

// Runs the loop until the condition holds; a failure when it does not within half a minute.
template <class Condition>
void run_until(boost::asio::io_context& loop, const Condition& holds) {
  using namespace std::chrono_literals;
  const auto end = std::chrono::steady_clock::now() + 30s;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      ADD_FAILURE() << "what is waited for does not come";
      return;
    }
    if (loop.stopped()) loop.restart();
    loop.run_one_for(20ms);
  }
}

}  // namespace bff::test
