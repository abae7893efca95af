// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "config/gateway.hpp"

namespace bff::config {
namespace {

std::int64_t duration(std::string_view text) {
  Milliseconds out{-1};
  return parse_duration(text, out) ? out.count() : -1;
}

std::size_t size(std::string_view text) {
  std::size_t out = 0;
  return parse_size(text, out) ? out : std::size_t(-1);
}

TEST(Units, ReadsDurations) {
  EXPECT_EQ(duration("0ms"), 0);
  EXPECT_EQ(duration("250ms"), 250);
  EXPECT_EQ(duration("2s"), 2000);
  EXPECT_EQ(duration("3m"), 180'000);
  EXPECT_EQ(duration("1h"), 3'600'000);
  EXPECT_EQ(duration("9223372036854775807ms"), 9223372036854775807);
}

TEST(Units, RefusesWhatIsNoDuration) {
  for (const char* text :
       {"", "250", "ms", "1.5s", "-1s", "+1s", "1 s", " 1s", "1s ", "1S", "1sec", "1d", "1m30s",
        "0x1s", "1us", "9223372036854775808ms", "2562047788015216h", "99999999999999999999s"}) {
    EXPECT_EQ(duration(text), -1) << text;
  }
}

TEST(Units, ReadsSizes) {
  EXPECT_EQ(size("0B"), 0u);
  EXPECT_EQ(size("512B"), 512u);
  EXPECT_EQ(size("64KiB"), 65536u);
  EXPECT_EQ(size("1MiB"), 1048576u);
  EXPECT_EQ(size("2GiB"), 2147483648u);
}

TEST(Units, RefusesWhatIsNoSize) {
  for (const char* text : {"", "512", "B", "64KB", "64kib", "64K", "1.5MiB", "-1B", "1 MiB", "1TiB",
                           "9223372036854775807KiB"}) {
    EXPECT_EQ(size(text), std::size_t(-1)) << text;
  }
}

TEST(Units, LeavesTheResultAloneWhenTheyRefuse) {
  Milliseconds duration{7};
  EXPECT_FALSE(parse_duration("x", duration));
  EXPECT_EQ(duration.count(), 7);
}

}  // namespace
}  // namespace bff::config
