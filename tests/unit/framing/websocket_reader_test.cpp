// SPDX-License-Identifier: Apache-2.0
#include "framing/websocket_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "support/client_frame.hpp"

namespace bff::framing::websocket {
namespace {

using test::bytes_of;
using test::close_payload;
using testing::ElementsAre;
using testing::IsEmpty;
using Found = Reader::Found;
using namespace std::string_literals;

constexpr std::size_t kMost = 70000;

// "text Hello", "close 1000 bye", "failed 1002 an unmasked frame".
std::string told(Found found, Reader& reader) {
  switch (found) {
    case Found::nothing:
      break;
    case Found::text:
      return "text " + reader.message();
    case Found::binary:
      return "binary " + reader.message();
    case Found::ping:
      return "ping " + std::string(reader.payload());
    case Found::pong:
      return "pong " + std::string(reader.payload());
    case Found::close:
      return "close " + std::to_string(reader.close_code()) + " " + std::string(reader.payload());
    case Found::failed:
      return "failed " + std::to_string(reader.close_code()) + " " + std::string(reader.why());
  }
  return "";
}

// What is told of bytes that come in pieces of `size`.
std::vector<std::string> read(std::string_view bytes, std::size_t size) {
  Reader reader(kMost);
  std::vector<std::string> all;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
    auto piece = bytes.substr(0, size);
    Found found;
    while ((found = reader.next(piece)) != Found::nothing) all.push_back(told(found, reader));
    EXPECT_THAT(piece, IsEmpty());
  }
  return all;
}

// The same, however the bytes are cut: in equal pieces, and in two at each place.
std::vector<std::string> read(const std::string& bytes) {
  const auto all = read(bytes, bytes.size());
  const std::size_t step = 1 + bytes.size() / 500;
  for (std::size_t at = 1; at < bytes.size(); at += step) {
    EXPECT_EQ(read(bytes, at), all) << at;
    Reader reader(kMost);
    std::vector<std::string> in_two;
    for (std::string_view piece :
         {std::string_view(bytes).substr(0, at), std::string_view(bytes).substr(at)}) {
      Found found;
      while ((found = reader.next(piece)) != Found::nothing) in_two.push_back(told(found, reader));
    }
    EXPECT_EQ(in_two, all) << at;
  }
  return all;
}

TEST(WebSocketReader, ReadsTheFramesOfTheRfc) {  // §5.7
  EXPECT_THAT(read("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), ElementsAre("text Hello"));
  EXPECT_THAT(read("\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), ElementsAre("pong Hello"));
}

TEST(WebSocketReader, ReadsMessagesOfEachLength) {  // §5.2
  for (const std::size_t size : {0, 1, 7, 8, 9, 125, 126, 127, 1000, 65535, 65536, 70000}) {
    std::string payload;
    for (std::size_t i = 0; i < size; ++i) payload += static_cast<char>('a' + i % 26);
    const auto bytes = bytes_of({.opcode = 2, .payload = payload}) + bytes_of({.payload = payload});
    const auto all = size < 2000 ? read(bytes) : read(bytes, 4099);
    EXPECT_THAT(all, ElementsAre("binary " + payload, "text " + payload)) << size;
  }
}

TEST(WebSocketReader, PutsFragmentsTogether) {  // §5.4
  EXPECT_THAT(read(bytes_of({.opcode = 1, .payload = "one ", .fin = false}) +
                   bytes_of({.opcode = 0, .payload = "", .fin = false}) +
                   bytes_of({.opcode = 0, .payload = "two ", .fin = false}) +
                   bytes_of({.opcode = 0, .payload = "three"}) + bytes_of({.payload = "four"})),
              ElementsAre("text one two three", "text four"));
}

TEST(WebSocketReader, TellsControlFramesBetweenFragments) {  // §5.5
  EXPECT_THAT(read(bytes_of({.opcode = 2, .payload = "a", .fin = false}) +
                   bytes_of({.opcode = 9, .payload = "?"}) + bytes_of({.opcode = 10}) +
                   bytes_of({.opcode = 9, .payload = std::string(125, 'p')}) +
                   bytes_of({.opcode = 0, .payload = "b"})),
              ElementsAre("ping ?", "pong ", "ping " + std::string(125, 'p'), "binary ab"));
}

TEST(WebSocketReader, ChecksTextOverFragments) {  // §8.1
  const auto text = [](std::string_view one, std::string_view two) {
    return read(bytes_of({.payload = one, .fin = false}) + bytes_of({.opcode = 9}) +
                bytes_of({.opcode = 0, .payload = two}));
  };
  EXPECT_THAT(text("\xE2\x82", "\xAC"), ElementsAre("ping ", "text \u20ac"));
  EXPECT_THAT(text("\xF0\x9F", "\x98\x80"), ElementsAre("ping ", "text \U0001F600"));
  EXPECT_THAT(text("a", "\xFF"), ElementsAre("ping ", "failed 1007 a text that is not UTF-8"));
  EXPECT_THAT(text("\xE2\x82", "a"), ElementsAre("ping ", testing::StartsWith("failed 1007 ")));
  EXPECT_THAT(text("a\xC3", ""),
              ElementsAre("ping ", "failed 1007 a text that ends within a character"));
  // Told before the message is whole.
  EXPECT_THAT(read(bytes_of({.payload = "\xC0\x80", .fin = false})),
              ElementsAre("failed 1007 a text that is not UTF-8"));
  // Binary is anything.
  EXPECT_THAT(read(bytes_of({.opcode = 2, .payload = "\xFF"})), ElementsAre("binary \xFF"));
}

TEST(WebSocketReader, RefusesFramesThatAreNone) {
  const struct {
    std::string bytes;
    std::string_view why;
  } rows[] = {
      {bytes_of({.masked = false}), "an unmasked frame"},    // §5.1
      {bytes_of({.reserved = 4}), "a reserved bit is set"},  // §5.2
      {bytes_of({.reserved = 2}), "a reserved bit is set"},
      {bytes_of({.reserved = 1}), "a reserved bit is set"},
      {bytes_of({.opcode = 3}), "an unknown opcode"},
      {bytes_of({.opcode = 7}), "an unknown opcode"},
      {bytes_of({.opcode = 11}), "an unknown opcode"},
      {bytes_of({.opcode = 15}), "an unknown opcode"},
      {bytes_of({.payload = "x", .length_bytes = 2}), "a length in more bytes than needed"},
      {bytes_of({.payload = "x", .length_bytes = 8}), "a length in more bytes than needed"},
      {"\x82\xFF\x80\0\0\0\0\0\0\0mask"s, "a length above 63 bits"},
      {bytes_of({.opcode = 9, .fin = false}), "a fragmented control frame"},  // §5.5
      {bytes_of({.opcode = 9, .payload = std::string(126, 'x')}),
       "a control frame above 125 bytes"},
      {bytes_of({.opcode = 8, .payload = "", .length_bytes = 2}),
       "a control frame above 125 bytes"},
      {bytes_of({.opcode = 0}), "a continuation of nothing"},  // §5.4
      {bytes_of({.fin = false}) + bytes_of({}), "a message within another"},
      {bytes_of({.fin = false}) + bytes_of({.opcode = 2}), "a message within another"},
  };
  for (const auto& row : rows) {
    // What comes behind a failure is passed over.
    const auto all = read(row.bytes + bytes_of({.payload = "late"}));
    EXPECT_THAT(all, ElementsAre("failed 1002 " + std::string(row.why)));
  }
  EXPECT_THAT(read(bytes_of({}) + bytes_of({.opcode = 0})),
              ElementsAre("text ", "failed 1002 a continuation of nothing"));
}

TEST(WebSocketReader, BoundsMessages) {  // §7.4.1: 1009
  const std::string most(kMost, 'x');
  EXPECT_THAT(read(bytes_of({.payload = most}), 4099), ElementsAre("text " + most));
  const std::string failed = "failed 1009 a message above the limit";
  const auto head = [](const std::string& frame) { return frame.substr(0, 14); };
  // Told by the head of the frame, before anything of it is kept.
  EXPECT_THAT(read(head(bytes_of({.payload = most + "x"}))), ElementsAre(failed));
  EXPECT_THAT(read("\x82\xFF\x7f\xff\xff\xff\xff\xff\xff\xffmask"s), ElementsAre(failed));
  // Of all fragments together.
  EXPECT_THAT(read(bytes_of({.payload = most, .fin = false}) + bytes_of({.opcode = 9}) +
                       bytes_of({.opcode = 0, .payload = "", .fin = false}) +
                       head(bytes_of({.opcode = 0, .payload = "x"})),
                   4099),
              ElementsAre("ping ", failed));
}

TEST(WebSocketReader, ReadsCloses) {  // §5.5.1, §7.4
  const auto close = [](std::string_view payload) {
    return read(bytes_of({.opcode = 8, .payload = payload}) + bytes_of({.payload = "late"}));
  };
  EXPECT_THAT(close(""), ElementsAre("close 1005 "));
  EXPECT_THAT(close(close_payload(1000)), ElementsAre("close 1000 "));
  EXPECT_THAT(close(close_payload(4999, "bye")), ElementsAre("close 4999 bye"));
  EXPECT_THAT(close(close_payload(1001, std::string(123, 'x'))),
              ElementsAre("close 1001 " + std::string(123, 'x')));
  const std::string bad = "failed 1002 a close code that may not be sent";
  EXPECT_THAT(close("\x03"), ElementsAre(bad));
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 2999, 5000}) {
    EXPECT_THAT(close(close_payload(static_cast<std::uint16_t>(code))), ElementsAre(bad)) << code;
  }
  EXPECT_THAT(close(close_payload(1000, "\xC0")),
              ElementsAre("failed 1007 a reason that is not UTF-8"));
}

TEST(WebSocketReader, UnmasksFromEachOffset) {  // §5.3
  const std::array<char, 4> mask{'\x12', '\x34', '\x56', '\x78'};
  for (std::size_t at = 0; at < 8; ++at) {
    for (std::size_t size = 0; size < 40; ++size) {
      std::string bytes(size, '\0'), expected;
      for (std::size_t i = 0; i < size; ++i) expected += mask[(at + i) % 4];
      unmask(bytes.data(), size, mask, at);
      EXPECT_EQ(bytes, expected);
    }
  }
}

}  // namespace
}  // namespace bff::framing::websocket
