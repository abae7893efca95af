// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/output.hpp"

#include <gtest/gtest.h>

namespace bff::runtime::http1 {
namespace {

std::string unsent(Output& output) {
  std::string all;
  for (const auto& buffer : output.unsent()) {
    all.append(static_cast<const char*>(buffer.data()), buffer.size());
  }
  return all;
}

TEST(Output, GathersSmallResponses) {
  Output output;
  EXPECT_TRUE(output.empty());
  output.text() += "head1 ";
  output.add_body("body1 ");
  output.text() += "head2";
  EXPECT_EQ(unsent(output), "head1 body1 head2");
  EXPECT_EQ(output.unsent()[1].size(), 0u);
  EXPECT_FALSE(output.full());
}

TEST(Output, KeepsALargeBodyInItsOwnMemory) {
  Output output;
  std::string body(100'000, 'b');
  const char* bytes = body.data();
  output.text() += "head ";
  output.add_body(std::move(body));
  EXPECT_EQ(output.unsent()[1].data(), bytes);
  EXPECT_TRUE(output.full());
}

TEST(Output, GoesOnWhereAWriteEnded) {
  Output output;
  output.text() += "head ";
  output.add_body(std::string(100'000, 'b'));
  output.sent(3);
  EXPECT_EQ(unsent(output), "d " + std::string(100'000, 'b'));
  output.sent(3);
  EXPECT_EQ(unsent(output), std::string(99'999, 'b'));
  EXPECT_FALSE(output.empty());
  output.sent(99'999);
  EXPECT_TRUE(output.empty());
  EXPECT_FALSE(output.full());
}

// A write under way reads from where its bytes were: growing the string would take them away.
TEST(Output, LeavesTheBytesOfAWriteWhereTheyAre) {
  Output output;
  output.text() += "under way";
  const auto written = output.unsent();
  output.text() += std::string(100'000, 'w');
  output.add_body(std::string(100'000, 'b'));
  output.text() += "end";
  EXPECT_EQ(std::string_view(static_cast<const char*>(written[0].data()), written[0].size()),
            "under way");
  EXPECT_EQ(output.size(), 9u + 200'000 + 3);
  output.sent(3);
  EXPECT_EQ(unsent(output), "er way");
  output.sent(6);
  EXPECT_EQ(unsent(output), std::string(100'000, 'w') + std::string(100'000, 'b') + "end");
  output.sent(200'003);
  EXPECT_TRUE(output.empty());
}

TEST(Output, IsFullAtABoundThatPipeliningCannotPass) {
  Output output;
  while (!output.full()) output.text() += std::string(1000, 'a');
  EXPECT_LE(output.text().size(), 65u * 1024);
}

}  // namespace
}  // namespace bff::runtime::http1
