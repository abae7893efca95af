// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/date_line.hpp"

#include <gtest/gtest.h>

namespace bff::runtime::http1 {
namespace {

TEST(DateLine, WritesTheFixedFormatOfHttp) {
  DateLine line;
  EXPECT_EQ(line.at(784111777), "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  EXPECT_EQ(line.at(0), "date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
}

TEST(DateLine, FollowsTheSecond) {
  DateLine line;
  EXPECT_EQ(line.at(784111777), line.at(784111777));
  EXPECT_EQ(line.at(784111778), "date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
}

}  // namespace
}  // namespace bff::runtime::http1
