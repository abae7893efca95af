// SPDX-License-Identifier: Apache-2.0
#include "upstream/grpc_timeout.hpp"

#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;

TEST(GrpcTimeout, IsInMicrosecondsWhileEightDigitsHoldThem) {
  EXPECT_EQ(GrpcTimeout{10s}.text(), "10000000u");
  EXPECT_EQ(GrpcTimeout{1ms}.text(), "1000u");
  EXPECT_EQ(GrpcTimeout{99'999'999us}.text(), "99999999u");
}

TEST(GrpcTimeout, TakesTheNextUnitAboveThat) {
  EXPECT_EQ(GrpcTimeout{100s}.text(), "100000m");
  EXPECT_EQ(GrpcTimeout{99'999'999ms + 1ms}.text(), "100000S");
  EXPECT_EQ(GrpcTimeout{100'000'000s}.text(), "1666666M");
}

TEST(GrpcTimeout, RoundsDownButNotToNothing) {
  EXPECT_EQ(GrpcTimeout{1999ns}.text(), "1u");
  EXPECT_EQ(GrpcTimeout{999ns}.text(), "1u");
  EXPECT_EQ(GrpcTimeout{0ns}.text(), "1u");
  EXPECT_EQ(GrpcTimeout{-5s}.text(), "1u");
}

TEST(GrpcTimeout, HoldsTheLongestDuration) {
  EXPECT_EQ(GrpcTimeout{std::chrono::nanoseconds::max()}.text(), "2562047H");
}

}  // namespace
}  // namespace bff::upstream
