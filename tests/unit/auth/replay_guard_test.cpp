// SPDX-License-Identifier: Apache-2.0
#include "auth/replay_guard.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "unit/auth/now.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;
using Verdict = ReplayGuard::Verdict;
using Time = std::chrono::system_clock::time_point;

TEST(ReplayGuard, LetsAProofBeUsedOnce) {
  ReplayGuard guard{16};
  EXPECT_EQ(guard.use("key", "a", kNow + seconds{60}, kNow), Verdict::first);
  EXPECT_EQ(guard.use("key", "a", kNow + seconds{60}, kNow), Verdict::replayed);
  EXPECT_EQ(guard.use("key", "b", kNow + seconds{60}, kNow), Verdict::first);
  EXPECT_EQ(guard.use("other", "a", kNow + seconds{60}, kNow), Verdict::first);
  EXPECT_EQ(guard.use("key", "a", kNow + seconds{60}, kNow + seconds{60}), Verdict::replayed);
}

TEST(ReplayGuard, ForgetsWhatItsAgeRefuses) {
  ReplayGuard guard{1};
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(guard.use("key", std::to_string(i), kNow + seconds{60}, kNow), Verdict::first);
  EXPECT_EQ(guard.use("key", "8", kNow + seconds{60}, kNow), Verdict::full)
      << "never forgotten to make room";
  EXPECT_EQ(guard.use("key", "0", kNow + seconds{60}, kNow), Verdict::replayed);
  EXPECT_EQ(guard.use("key", "8", kNow + seconds{200}, kNow + seconds{62}), Verdict::first);
}

// The time of a slot has 24 bits: 194 days.
TEST(ReplayGuard, WorksAroundTheEndOfItsTime) {
  const Time late{seconds{(std::int64_t{103} << 24) - 5}};
  ReplayGuard guard{1};
  EXPECT_EQ(guard.use("key", "a", late + seconds{60}, late), Verdict::first);
  EXPECT_EQ(guard.use("key", "a", late + seconds{60}, late + seconds{30}), Verdict::replayed);
  EXPECT_EQ(guard.use("key", "a", late + seconds{200}, late + seconds{62}), Verdict::first);
}

TEST(ReplayGuard, LetsOneOfManyThreadsBeTheFirstAtMost) {
  ReplayGuard guard{4};
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> firsts{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        if (guard.use("key", std::to_string(round), kNow + seconds{60}, kNow) == Verdict::first)
          ++firsts;
      });
    for (auto& thread : threads) thread.join();
    EXPECT_LE(firsts, 1);
    EXPECT_NE(guard.use("key", std::to_string(round), kNow + seconds{60}, kNow), Verdict::first);
  }
}

}  // namespace
}  // namespace bff::auth
