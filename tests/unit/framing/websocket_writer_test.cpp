// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "framing/websocket.hpp"

namespace bff::framing::websocket {
namespace {

using namespace std::string_literals;

std::string frame(Opcode opcode, std::string_view payload) {
  std::string out;
  append_frame(out, opcode, payload);
  return out;
}

std::string close(std::uint16_t code, std::string_view reason = {}) {
  std::string out;
  append_close(out, code, reason);
  return out;
}

TEST(WebSocketWriter, WritesTheFramesOfTheRfc) {  // §5.7
  EXPECT_EQ(frame(Opcode::text, "Hello"), "\x81\x05Hello");
  EXPECT_EQ(frame(Opcode::ping, "Hello"), "\x89\x05Hello");
  EXPECT_EQ(frame(Opcode::pong, ""), "\x8A\0"s);
  EXPECT_EQ(frame(Opcode::binary, std::string(256, 'x')).substr(0, 4), "\x82\x7E\x01\0"s);
  EXPECT_EQ(frame(Opcode::binary, std::string(65536, 'x')).substr(0, 10),
            "\x82\x7F\0\0\0\0\0\1\0\0"s);
}

TEST(WebSocketWriter, WritesTheSameAroundAPayloadOfTheCaller) {  // lengths of §5.2, on both sides
  for (const std::size_t size : {0, 1, 125, 126, 127, 65535, 65536}) {
    const std::string payload(size, 'x');
    std::string out = "before";
    const std::size_t begun = begin_frame(out);
    out += payload;
    end_frame(out, begun, Opcode::text);
    EXPECT_EQ(out, "before" + frame(Opcode::text, payload)) << size;
  }
}

TEST(WebSocketWriter, Closes) {  // §5.5.1
  EXPECT_EQ(close(1000), "\x88\x02\x03\xE8");
  EXPECT_EQ(close(4005, "gone"), "\x88\x06\x0F\xA5gone");
  EXPECT_EQ(close(close_code::kNone, "x"), "\x88\0"s);
}

TEST(WebSocketWriter, CutsAReasonBetweenCharacters) {  // §5.5: 125 bytes with the code
  EXPECT_EQ(close(1000, std::string(123, 'x')).size(), 127U);
  EXPECT_EQ(close(1000, std::string(124, 'x')).size(), 127U);
  const std::string cut = close(1000, std::string(122, 'x') + "\u20ac");
  EXPECT_EQ(cut.size(), 126U);
  EXPECT_TRUE(cut.ends_with("xx"));
  EXPECT_EQ(close(1000, std::string(120, 'x') + "\u20ac").size(), 127U);
}

TEST(WebSocketWriter, HasACodeForEachOutcome) {
  EXPECT_EQ(close_code_of(0), 1000);
  for (int code = 1; code <= 16; ++code) {
    EXPECT_EQ(close_code_of(code), 4000 + code);
    EXPECT_TRUE(may_be_sent(close_code_of(code)));
  }
}

TEST(WebSocketWriter, KnowsWhichCodesMayBeSent) {  // §7.4.2, and IANA's registry
  const std::pair<int, bool> rows[] = {
      {0, false},    {999, false}, {1000, true}, {1003, true},  {1004, false}, {1005, false},
      {1006, false}, {1007, true}, {1014, true}, {1015, false}, {1016, false}, {2999, false},
      {3000, true},  {3999, true}, {4000, true}, {4999, true},  {5000, false}, {65535, false}};
  for (const auto& [code, may] : rows) {
    EXPECT_EQ(may_be_sent(static_cast<std::uint16_t>(code)), may) << code;
  }
}

}  // namespace
}  // namespace bff::framing::websocket
