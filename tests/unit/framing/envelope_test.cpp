// SPDX-License-Identifier: Apache-2.0
#include "framing/envelope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bff::framing {
namespace {

using testing::ElementsAre;
using Encoding = EnvelopeReader::Encoding;
using Found = EnvelopeReader::Found;
using namespace std::string_literals;

constexpr std::size_t kMost = 300;

struct Outcome {
  std::vector<std::string> messages;
  bool whole = false;
  Errc error = Errc::internal;  // where it is not whole
  std::string detail;
  bool operator==(const Outcome&) const = default;
};

// What is read of a content that comes in pieces of `size`.
Outcome read(std::string_view content, std::size_t size, Encoding encoding) {
  EnvelopeReader reader(kMost, encoding);
  Outcome outcome;
  for (; !content.empty(); content.remove_prefix(std::min(size, content.size()))) {
    auto piece = content.substr(0, size);
    Found found;
    while ((found = reader.next(piece)) == Found::message) {
      outcome.messages.push_back(std::move(reader.message()));
    }
    if (found == Found::failed) {
      EXPECT_FALSE(reader.finish()) << "a failure is final";
      break;
    }
    EXPECT_EQ(piece, "");
  }
  outcome.whole = reader.finish();
  if (!outcome.whole) {
    outcome.error = reader.error().code;
    outcome.detail = reader.error().detail;
  }
  return outcome;
}

// The same however it is cut, and in base64, in one part or one for each byte.
Outcome read(const std::string& content) {
  const Outcome outcome = read(content, content.size(), Encoding::binary);
  std::string text, parts;
  append_base64(text, content, Padding::full);
  for (const char& c : content) append_base64(parts, {&c, 1}, Padding::full);
  for (std::size_t size = 1; size <= content.size(); ++size) {
    EXPECT_EQ(read(content, size, Encoding::binary), outcome) << size;
    EXPECT_EQ(read(text, size, Encoding::base64), outcome) << size;
    EXPECT_EQ(read(parts, size, Encoding::base64), outcome) << size;
  }
  EXPECT_EQ(read(parts, parts.size(), Encoding::base64), outcome);
  return outcome;
}

std::string enveloped(std::string_view message, std::uint8_t flags = 0) {
  std::string out;
  append_envelope(out, flags, message);
  return out;
}

TEST(Envelope, IsFlagsLengthAndMessage) {
  EXPECT_EQ(enveloped("abc"), "\0\0\0\0\3abc"s);
  EXPECT_EQ(enveloped("", kGrpcWebTrailers), "\x80\0\0\0\0"s);
  EXPECT_EQ(enveloped(std::string(0x10203, 'x'), kConnectEnd).substr(0, 5), "\2\0\1\2\3"s);
  std::string out = "before";
  const std::size_t begun = begin_envelope(out);
  out += "abc";
  end_envelope(out, begun, 1);
  EXPECT_EQ(out, "before\1\0\0\0\3abc"s);
}

TEST(EnvelopeReader, FindsTheMessages) {
  const Outcome outcome =
      read(enveloped("one") + enveloped("") + enveloped(std::string(kMost, 'x')));
  EXPECT_TRUE(outcome.whole);
  EXPECT_THAT(outcome.messages, ElementsAre("one", "", std::string(kMost, 'x')));
  EXPECT_TRUE(read("").whole);
}

TEST(EnvelopeReader, RefusesWhatARequestMayNotHold) {
  const struct {
    std::string content;
    Errc error;
    std::string detail;
  } rows[] = {
      {"\1\0\0\0\1x"s, Errc::not_implemented,
       "a message is compressed; supported encodings: identity"},
      {"\2\0\0\0\0"s, Errc::invalid_body, "a message has flags that a request has not"},
      {"\3\0\0\0\0"s, Errc::invalid_body, "a message has flags that a request has not"},
      {"\x80\0\0\0\0"s, Errc::invalid_body, "a message has flags that a request has not"},
      {"\0\0\0\1\x2d"s, Errc::content_too_large, "a message is above the limit of 300 bytes"},
      {"\0\xff\xff\xff\xff"s, Errc::content_too_large, "a message is above the limit of 300 bytes"},
      {"\0"s, Errc::invalid_body, "the body ends within a message"},
      {"\0\0\0\0\2x"s, Errc::invalid_body, "the body ends within a message"},
  };
  for (const auto& row : rows) {
    const Outcome outcome = read(enveloped("good") + row.content);
    EXPECT_THAT(outcome.messages, ElementsAre("good"));
    EXPECT_FALSE(outcome.whole);
    EXPECT_EQ(outcome.error, row.error);
    EXPECT_EQ(outcome.detail, row.detail);
  }
}

TEST(EnvelopeReader, RefusesWhatIsNoBase64) {
  for (const auto text : {"AAAAAAA*", "AAA\nAAAA", "A==="}) {
    const Outcome outcome = read(text, 100, Encoding::base64);
    EXPECT_EQ(outcome.error, Errc::invalid_body);
    EXPECT_EQ(outcome.detail, "the body is not base64");
  }
  // What stands before the fault is told, however it is cut.
  std::string text;
  append_base64(text, enveloped("one") + enveloped("two"), Padding::full);
  text += "*AAA";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    const Outcome outcome = read(text, size, Encoding::base64);
    EXPECT_THAT(outcome.messages, ElementsAre("one", "two"));
    EXPECT_EQ(outcome.detail, "the body is not base64");
  }
  EXPECT_EQ(read("AAAAAAA=AA", 100, Encoding::base64).detail, "the body ends within a message");
}

}  // namespace
}  // namespace bff::framing
