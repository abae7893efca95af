// SPDX-License-Identifier: Apache-2.0
#include "upstream/incoming_messages.hpp"

#include <gtest/gtest.h>

#include "support/scripted_server.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {
namespace {

using namespace std::string_literals;
using Found = IncomingMessages::Found;
using test::h2::message;

// All that is there by now, a word each; a fault is "!" and its text.
std::string taken(IncomingMessages& messages) {
  std::string words, one;
  for (;;) {
    const Found found = messages.next(one);
    if (found == Found::nothing) return words;
    if (found == Found::fault) return words + "!" + messages.refusal().message;
    words += one.substr(0, 20) + ";";
  }
}

TEST(IncomingMessages, CutsManyOutOfOnePiece) {
  IncomingMessages messages{100};
  messages.append(message("one") + message("") + message("three"));
  EXPECT_EQ(taken(messages), "one;;three;");
  EXPECT_EQ(messages.held(), 0U);
  EXPECT_FALSE(messages.cut_short());
}

TEST(IncomingMessages, PutsOneTogetherOfManyPieces) {
  IncomingMessages messages{100};
  const std::string bytes = message("hello") + message("there");
  std::string words;
  for (const char byte : bytes) {
    messages.append({&byte, 1});
    words += taken(messages);
  }
  EXPECT_EQ(words, "hello;there;");
}

TEST(IncomingMessages, HoldsWhatWasNotAskedFor) {
  IncomingMessages messages{100};
  messages.append(message("one") + message("two"));
  EXPECT_EQ(messages.held(), 16U);
  std::string one;
  ASSERT_EQ(messages.next(one), Found::message);
  EXPECT_EQ(messages.held(), 8U);
  EXPECT_FALSE(messages.cut_short());
}

// Its bytes are the asker's, so that a message may be larger than what is held.
TEST(IncomingMessages, HoldsNothingOfAMessageThatWasAskedFor) {
  IncomingMessages messages{100};
  messages.append(message("hello").substr(0, 8));
  EXPECT_EQ(taken(messages), "");
  EXPECT_EQ(messages.held(), 0U);
  EXPECT_TRUE(messages.cut_short());
  messages.append("lo"s + message("x"));
  EXPECT_EQ(messages.held(), 8U);
  EXPECT_EQ(taken(messages), "hello;x;");
}

TEST(IncomingMessages, RefusesAMessageAboveTheLimitAfterThoseBefore) {
  IncomingMessages messages{5};
  messages.append(message("five!") + message("sixsix") + message("one"));
  EXPECT_EQ(taken(messages), "five!;!a message of 6 bytes is above the limit of 5");
  EXPECT_EQ(messages.refusal().code, code::kResourceExhausted);
  std::string one;
  EXPECT_EQ(messages.next(one), Found::fault);
}

TEST(IncomingMessages, RefusesACompressedMessageAndUnknownFlags) {
  IncomingMessages compressed{100}, unknown{100};
  compressed.append(message("x", 1));
  EXPECT_EQ(taken(compressed), "!a compressed message without grpc-encoding");
  unknown.append(message("x", 2));
  EXPECT_EQ(taken(unknown), "!a message prefix with unknown flags");
  EXPECT_EQ(unknown.refusal().code, code::kInternal);
}

TEST(IncomingMessages, KeepsItsPlaceWhenManyAreTakenOneByOne) {
  IncomingMessages messages{100};
  std::string bytes;
  for (int i = 0; i < 5000; ++i) bytes += message(std::to_string(i));
  messages.append(bytes);
  std::string one;
  for (int i = 0; i < 5000; ++i) {
    ASSERT_EQ(messages.next(one), Found::message);
    ASSERT_EQ(one, std::to_string(i));
    bytes.erase(0, 5 + one.size());
    ASSERT_EQ(messages.held(), bytes.size());
  }
}

TEST(IncomingMessages, ForgetsAll) {
  IncomingMessages messages{100};
  messages.append(message("one") + message("two").substr(0, 6));
  EXPECT_EQ(taken(messages), "one;");
  messages.clear();
  EXPECT_EQ(messages.held(), 0U);
  EXPECT_FALSE(messages.cut_short());
}

}  // namespace
}  // namespace bff::upstream
