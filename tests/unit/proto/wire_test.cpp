// SPDX-License-Identifier: Apache-2.0
#include "proto/wire.hpp"

#include <gtest/gtest.h>

#include "compiled.hpp"

namespace bff::proto::wire {
namespace {

std::uint64_t varint(const std::string& bytes) {
  Reader in(bytes);
  std::uint64_t value = 0;
  EXPECT_TRUE(in.varint(value));
  EXPECT_TRUE(in.done());
  return value;
}

Fault varint_fault(const std::string& bytes) {
  Reader in(bytes);
  std::uint64_t value = 0;
  EXPECT_FALSE(in.varint(value));
  return in.fault();
}

TEST(Wire, ReadsVarintsOfEachLength) {
  EXPECT_EQ(varint("00"_hex), 0U);
  EXPECT_EQ(varint("7f"_hex), 127U);
  EXPECT_EQ(varint("8001"_hex), 128U);
  EXPECT_EQ(varint("ffffffff0f"_hex), 0xFFFFFFFFU);
  EXPECT_EQ(varint("ffffffffffffffffff01"_hex), UINT64_MAX);
}

TEST(Wire, ReadsVarintsWithNeedlessBytes) {
  EXPECT_EQ(varint("8000"_hex), 0U);
  EXPECT_EQ(varint("b9e080808080808000"_hex), 12345U);
}

TEST(Wire, DropsBitsAboveThe64th) { EXPECT_EQ(varint("8180808080808080807e"_hex), 1U); }

TEST(Wire, RefusesVarintsThatDoNotEnd) {
  EXPECT_EQ(varint_fault(""), Fault::truncated);
  EXPECT_EQ(varint_fault("80"_hex), Fault::truncated);
  EXPECT_EQ(varint_fault("ffffffffffffffffff"_hex), Fault::truncated);
  EXPECT_EQ(varint_fault("8080808080808080808000"_hex), Fault::long_varint);
}

TEST(Wire, RefusesTagsThatDoNotExist) {
  EXPECT_EQ(check("00"_hex, 0), Fault::bad_tag);            // field number 0
  EXPECT_EQ(check("0201"_hex, 0), Fault::bad_tag);          // the same with a length
  EXPECT_EQ(check("0e"_hex, 0), Fault::bad_tag);            // wire type 6
  EXPECT_EQ(check("0f"_hex, 0), Fault::bad_tag);            // wire type 7
  EXPECT_EQ(check("808080801000"_hex, 0), Fault::bad_tag);  // field number above 2^29 - 1
}

TEST(Wire, AcceptsTheLargestFieldNumber) { EXPECT_EQ(check("f8ffffff0f01"_hex, 0), Fault::none); }

TEST(Wire, RefusesValuesThatAreCutOff) {
  for (const auto& bytes : {"08"_hex, "0880"_hex, "0d010203"_hex, "0901020304050607"_hex, "0a"_hex,
                            "0a0161"_hex.substr(0, 2), "0a80"_hex, "0b"_hex, "0b08"_hex,
                            "0b0801"_hex, "0affffffffffffffffff01"_hex}) {
    EXPECT_EQ(check(bytes, 0), Fault::truncated) << testing::PrintToString(bytes);
  }
}

TEST(Wire, PassesGroupsWithAllThatIsInThem) {
  EXPECT_EQ(check("0b0c"_hex, 0), Fault::none);
  EXPECT_EQ(check("0b 0801 13 0a0161 14 0c 1001"_hex, 0), Fault::none);
}

TEST(Wire, RefusesGroupsThatDoNotMatch) {
  EXPECT_EQ(check("0c"_hex, 0), Fault::bad_group);
  EXPECT_EQ(check("0b14"_hex, 0), Fault::bad_group);
  EXPECT_EQ(check("0b130c14"_hex, 0), Fault::bad_group);
}

TEST(Wire, GivesTheBytesWithinAGroup) {
  const std::string bytes = "0801 13 14 0c ff"_hex;
  Reader in(bytes);
  std::string_view within;
  ASSERT_TRUE(in.group(1, within, 0));
  EXPECT_EQ(within, "08011314"_hex);
  EXPECT_FALSE(in.done());
}

TEST(Wire, BoundsTheNestingOfGroups) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '\x0b') + std::string(depth, '\x0c');
  };
  EXPECT_EQ(check(nested(100), 0), Fault::none);
  EXPECT_EQ(check(nested(101), 0), Fault::too_deep);
  EXPECT_EQ(check(nested(10), 90), Fault::none);
  EXPECT_EQ(check(nested(11), 90), Fault::too_deep);
  EXPECT_EQ(check(std::string(100'000, '\x0b'), 0), Fault::too_deep);
}

}  // namespace
}  // namespace bff::proto::wire
