// SPDX-License-Identifier: Apache-2.0
#include "upstream/backoff.hpp"

#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;

constexpr double kLeast = 0.0, kMost = 0.999999;

TEST(Backoff, DoublesWhileAttemptsFailUpToItsLimit) {
  Backoff backoff{1000ms};
  for (const auto longest : {50ms, 100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
    const auto wait = backoff.after_failure(kMost);
    EXPECT_LE(wait, longest);
    EXPECT_GE(wait, longest - 1ms);
  }
}

TEST(Backoff, JittersTheUpperHalfOfEachWait) {
  EXPECT_EQ(Backoff{1000ms}.after_failure(kLeast), 25ms);
  EXPECT_EQ(Backoff{1000ms}.after_failure(0.5), 37ms);
}

TEST(Backoff, NeverExceedsItsLimitHoweverOftenAttemptsFail) {
  Backoff backoff{30ms};
  for (int i = 0; i < 100; ++i) EXPECT_LE(backoff.after_failure(kMost), 30ms);
}

TEST(Backoff, ReplacesAConnectionThatHadHeldAtOnce) {
  Backoff backoff{1000ms};
  for (int i = 0; i < 10; ++i) backoff.after_failure(kMost);
  const auto [wait, quick] = backoff.after_loss(1000ms, kMost);
  EXPECT_TRUE(quick);
  EXPECT_LT(wait, 20ms);
}

TEST(Backoff, ReplacesTheVeryFirstConnectionAtOnceHoweverYoung) {
  EXPECT_TRUE(Backoff{1000ms}.after_loss(0ms, kLeast).quick);
}

TEST(Backoff, SlowsDownWhenConnectionsKeepBreakingYoung) {
  Backoff backoff{1000ms};
  ASSERT_TRUE(backoff.after_loss(5ms, kMost).quick);
  auto previous = 0ms;
  for (int i = 0; i < 4; ++i) {
    const auto [wait, quick] = backoff.after_loss(5ms, kMost);
    EXPECT_FALSE(quick);
    EXPECT_GT(wait, previous);
    previous = wait;
  }
}

TEST(Backoff, IsNotReassuredByAConnectionThatBreaksAsSoonAsItIsReady) {
  Backoff backoff{1000ms};
  for (int i = 0; i < 10; ++i) backoff.after_failure(kMost);
  EXPECT_FALSE(backoff.after_loss(999ms, kMost).quick);
}

}  // namespace
}  // namespace bff::upstream
