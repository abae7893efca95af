// SPDX-License-Identifier: Apache-2.0
#include "runtime/log_ring.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace bff::runtime {
namespace {

TEST(LogRing, GivesLinesBackInOrder) {
  LogRing ring{64};
  EXPECT_TRUE(ring.push("one"));
  EXPECT_TRUE(ring.push(""));
  std::string out;
  EXPECT_TRUE(ring.pop(out));
  EXPECT_TRUE(ring.pop(out));
  EXPECT_EQ(out, "one");
  EXPECT_FALSE(ring.pop(out));
}

TEST(LogRing, CountsALineThatFindsNoRoomAndTakesTheNext) {
  LogRing ring{16};
  EXPECT_TRUE(ring.push("12345678"));  // and 4 bytes for its size
  EXPECT_FALSE(ring.push("x"));
  EXPECT_EQ(ring.lost(), 1U);
  std::string out;
  ring.pop(out);
  EXPECT_TRUE(ring.push("x"));
  EXPECT_EQ(ring.lost(), 1U);
}

TEST(LogRing, RefusesALineThatCanNeverFit) {
  LogRing ring{16};
  EXPECT_FALSE(ring.push(std::string(17, 'x')));
  EXPECT_EQ(ring.lost(), 1U);
}

// Sizes and lines wrap around the end at every offset.
TEST(LogRing, WrapsAround) {
  LogRing ring{32};
  for (int i = 0; i < 1000; ++i) {
    const std::string line(static_cast<std::size_t>(i % 23), static_cast<char>('a' + i % 26));
    ASSERT_TRUE(ring.push(line));
    std::string out;
    ASSERT_TRUE(ring.pop(out));
    ASSERT_EQ(out, line);
  }
}

TEST(LogRing, LosesNothingUncountedBetweenTwoThreads) {
  constexpr int kLines = 20'000;
  LogRing ring{1024};
  std::thread producer{[&] {
    for (int i = 0; i < kLines; ++i) ring.push("line " + std::to_string(i));
  }};
  int read = 0, last = -1;
  std::string out;
  while (read + static_cast<int>(ring.lost()) < kLines) {
    out.clear();
    if (!ring.pop(out)) continue;
    ASSERT_EQ(out.substr(0, 5), "line ");
    const int number = std::stoi(out.substr(5));
    ASSERT_GT(number, last);
    last = number;
    ++read;
  }
  producer.join();
  EXPECT_FALSE(ring.pop(out));
}

}  // namespace
}  // namespace bff::runtime
