// SPDX-License-Identifier: Apache-2.0
#include "upstream/outgoing_messages.hpp"

#include <gtest/gtest.h>

#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using test::h2::message;

std::string moved(OutgoingMessages& messages, std::size_t count, bool end = false) {
  std::string out;
  messages.move_to(out, count, end);
  return out;
}

TEST(OutgoingMessages, AreFramedAndGoInOrder) {
  OutgoingMessages messages;
  messages.write("one");
  messages.write("");
  EXPECT_EQ(messages.left(), 13U);
  const std::string first = moved(messages, 6);
  EXPECT_EQ(first + moved(messages, 7), message("one") + message(""));
  EXPECT_EQ(messages.left(), 0U);
}

TEST(OutgoingMessages, EndWhenTheyAreClosedAndTheEndWasSent) {
  OutgoingMessages messages;
  messages.write("one");
  EXPECT_FALSE(messages.end_due());
  messages.close();
  EXPECT_TRUE(messages.closed() && messages.end_due());
  moved(messages, 8, true);
  EXPECT_TRUE(messages.ended());
  EXPECT_FALSE(messages.end_due());
}

TEST(OutgoingMessages, AreKeptForAnotherConnectionUpToALimit) {
  OutgoingMessages messages;
  messages.write(std::string(OutgoingMessages::kKept - 5, 'a'));
  moved(messages, messages.left());
  ASSERT_TRUE(messages.whole());
  messages.rewind();
  EXPECT_EQ(messages.left(), OutgoingMessages::kKept);
  moved(messages, messages.left());
  messages.write("b");
  EXPECT_EQ(moved(messages, 6), message("b"));
  EXPECT_FALSE(messages.whole());
}

TEST(OutgoingMessages, TellOnceWhenLittleIsLeftOfMuch) {
  OutgoingMessages messages;
  messages.write("one");
  moved(messages, 8);
  EXPECT_FALSE(messages.take_relief()) << "it was never much";
  messages.write(std::string(Stream::kLowWater, 'a'));
  moved(messages, 4);
  EXPECT_FALSE(messages.take_relief());
  moved(messages, 1);
  EXPECT_TRUE(messages.take_relief());
  moved(messages, 1000);
  EXPECT_FALSE(messages.take_relief());
}

}  // namespace
}  // namespace bff::upstream
