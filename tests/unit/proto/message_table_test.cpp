// SPDX-License-Identifier: Apache-2.0
#include "proto/message_table.hpp"

#include <gtest/gtest.h>

#include "compiled.hpp"

namespace bff::proto {
namespace {

const Compiled& numbers() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    message M {
      int32 last = 536870911;
      int32 first = 1;
      int32 middle = 1023;
      int32 above = 1024;
      int32 far = 20000;
    }
    enum Gaps { ZERO = 0; TEN = 10; MINUS = -5; TWO = 2; }
    message Holder { Gaps gaps = 1; }
  )");
  return compiled;
}

TEST(MessageTable, FindsSmallAndLargeNumbers) {
  const MessageTable& table = numbers().table("M");
  EXPECT_EQ(table.find(1)->name, "first");
  EXPECT_EQ(table.find(1023)->name, "middle");
  EXPECT_EQ(table.find(1024)->name, "above");
  EXPECT_EQ(table.find(20000)->name, "far");
  EXPECT_EQ(table.find(536870911)->name, "last");
}

TEST(MessageTable, FindsNothingForOtherNumbers) {
  const MessageTable& table = numbers().table("M");
  for (const std::uint32_t number : {0U, 2U, 1022U, 1025U, 19999U, 20001U, 536870910U}) {
    EXPECT_EQ(table.find(number), nullptr) << number;
  }
}

TEST(MessageTable, SpendsNoIndexOnLargeNumbers) {
  EXPECT_LE(numbers().table("M").dense.size(), 1024U);
}

TEST(MessageTable, FindsByProtoName) {
  EXPECT_EQ(numbers().table("M").find("above")->number, 1024U);
  EXPECT_EQ(numbers().table("M").find("Above"), nullptr);
}

TEST(EnumTable, FindsNumbersWithGapsAndBelowZero) {
  const EnumTable& gaps = *numbers().field("Holder", "gaps").enumeration;
  EXPECT_EQ(gaps.find(0)->full_name, "ZERO");
  EXPECT_EQ(gaps.find(2)->full_name, "TWO");
  EXPECT_EQ(gaps.find(10)->full_name, "TEN");
  EXPECT_EQ(gaps.find(-5)->full_name, "MINUS");
  for (const int number : {1, 3, 11, -1, -6, INT32_MIN, INT32_MAX}) {
    EXPECT_EQ(gaps.find(number), nullptr) << number;
  }
}

}  // namespace
}  // namespace bff::proto
