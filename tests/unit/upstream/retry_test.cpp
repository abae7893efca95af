// SPDX-License-Identifier: Apache-2.0
#include "upstream/retry.hpp"

#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;

constexpr int kUnavailable = 14, kNotFound = 5;
constexpr std::uint32_t kOnUnavailable = 1U << kUnavailable;
constexpr double kFullJitter = 0.999999;

TEST(RetrySchedule, TriesAgainWhatIsListed) {
  RetrySchedule schedule{2, kOnUnavailable};
  EXPECT_EQ(schedule.attempt(), 1U);
  EXPECT_EQ(schedule.next(kUnavailable, 10s, 0.5), 5ms);
  EXPECT_EQ(schedule.attempt(), 2U);
}

TEST(RetrySchedule, LetsAnyOtherCodeEndTheCall) {
  RetrySchedule schedule{5, kOnUnavailable};
  for (const int code : {0, kNotFound, 16, 31, 32, 1000, -1}) {
    EXPECT_EQ(schedule.next(code, 10s, 0.5), std::nullopt) << code;
  }
  EXPECT_EQ(schedule.attempt(), 1U);
}

TEST(RetrySchedule, NeverRepeatsASuccess) {
  EXPECT_EQ((RetrySchedule{5, ~0U}.next(0, 10s, 0.5)), std::nullopt);
}

TEST(RetrySchedule, CountsTheFirstAmongItsAttempts) {
  RetrySchedule schedule{3, kOnUnavailable};
  EXPECT_TRUE(schedule.next(kUnavailable, 10s, 0));
  EXPECT_TRUE(schedule.next(kUnavailable, 10s, 0));
  EXPECT_EQ(schedule.next(kUnavailable, 10s, 0), std::nullopt);
  EXPECT_EQ(schedule.attempt(), 3U);
  EXPECT_EQ((RetrySchedule{1, kOnUnavailable}.next(kUnavailable, 10s, 0)), std::nullopt);
  EXPECT_EQ((RetrySchedule{0, kOnUnavailable}.next(kUnavailable, 10s, 0)), std::nullopt);
}

TEST(RetrySchedule, DoublesTheSpanOfItsJitterUpToAQuarterSecond) {
  RetrySchedule schedule{100, kOnUnavailable};
  for (const auto span : {10ms, 20ms, 40ms, 80ms, 160ms, 250ms, 250ms, 250ms}) {
    EXPECT_EQ(schedule.next(kUnavailable, 10s, kFullJitter), span - 1ms);
  }
}

TEST(RetrySchedule, JittersOverTheWholeSpan) {
  EXPECT_EQ((RetrySchedule{2, kOnUnavailable}.next(kUnavailable, 10s, 0.0)), 0ms);
}

TEST(RetrySchedule, BeginsNoWaitThatLeavesNoTimeForTheAttempt) {
  EXPECT_EQ((RetrySchedule{2, kOnUnavailable}.next(kUnavailable, 6ms, 0.5)), 5ms);
  EXPECT_EQ((RetrySchedule{2, kOnUnavailable}.next(kUnavailable, 5ms, 0.5)), std::nullopt);
  EXPECT_EQ((RetrySchedule{2, kOnUnavailable}.next(kUnavailable, 0ms, 0.0)), std::nullopt);
  EXPECT_EQ((RetrySchedule{2, kOnUnavailable}.next(kUnavailable, -1ms, 0.0)), std::nullopt);
}

}  // namespace
}  // namespace bff::upstream
