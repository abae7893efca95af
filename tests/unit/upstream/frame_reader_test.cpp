// SPDX-License-Identifier: Apache-2.0
#include "upstream/frame_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
namespace h2 = test::h2;

struct Whole {
  int type, flags;
  std::uint32_t stream;
  std::string payload;
  bool operator==(const Whole&) const = default;
};

// All frames in `bytes`, which come in pieces of `size`.
std::vector<Whole> frames(const std::string& bytes, std::size_t size) {
  FrameReader reader;
  std::vector<Whole> found;
  for (std::size_t from = 0; from < bytes.size(); from += size) {
    auto piece = std::string_view{bytes}.substr(from, size);
    Frame frame;
    while (reader.next(piece, frame) == FrameReader::Found::frame) {
      found.push_back({frame.type, frame.flags, frame.stream, std::string{frame.payload}});
    }
    EXPECT_THAT(piece, IsEmpty());
  }
  return found;
}

TEST(FrameReader, FindsTheSameFramesHoweverTheBytesAreCut) {
  const std::string bytes = h2::settings({{3, 1}}) + h2::data(0x7fffffff, "", h2::kEndStream) +
                            h2::reset(5, 1) + h2::data(3, std::string(300, '\0')) +
                            h2::frame(0xee, 0xff, 0, "12345678");
  const auto whole = frames(bytes, bytes.size());
  ASSERT_EQ(whole.size(), 5U);
  EXPECT_EQ(whole[1], (Whole{0, 1, 0x7fffffff, ""}));
  EXPECT_EQ(whole[3], (Whole{0, 0, 3, std::string(300, '\0')}));
  EXPECT_EQ(whole[4], (Whole{0xee, 0xff, 0, "12345678"}));
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_EQ(frames(bytes, size), whole) << size;
  }
}

TEST(FrameReader, IgnoresTheReservedBit) {  // RFC 9113 §4.1
  EXPECT_THAT(frames(h2::data(0x80000003, "x"), 100), ElementsAre(Whole{0, 0, 3, "x"}));
}

TEST(FrameReader, TakesTheLongestFrameAndNoLongerOne) {
  const auto longest = h2::data(1, std::string(16384, 'x'));
  EXPECT_EQ(frames(longest, longest.size()).size(), 1U);
  EXPECT_EQ(frames(longest, 1000).size(), 1U);

  const auto head = h2::data(1, std::string(16385, 'x')).substr(0, 9);
  Frame frame;
  std::string_view whole = head;
  EXPECT_EQ(FrameReader{}.next(whole, frame), FrameReader::Found::too_long);
  FrameReader reader;
  auto first = std::string_view{head}.substr(0, 8), last = std::string_view{head}.substr(8);
  EXPECT_EQ(reader.next(first, frame), FrameReader::Found::nothing);
  EXPECT_EQ(reader.next(last, frame), FrameReader::Found::too_long);
}

TEST(Frame, LosesItsPadding) {
  const std::string padded = std::string{"\x03"} + "data" + std::string(3, '\0');
  Frame frame{.flags = kPadded, .payload = padded};
  ASSERT_TRUE(strip_padding(frame));
  EXPECT_EQ(frame.payload, "data");
  Frame all{.flags = kPadded, .payload = std::string_view{padded}.substr(0, 4)};
  ASSERT_TRUE(strip_padding(all));
  EXPECT_THAT(all.payload, IsEmpty());
  Frame none{.payload = padded};
  ASSERT_TRUE(strip_padding(none));
  EXPECT_EQ(none.payload, padded);
}

TEST(Frame, HasNoMorePaddingThanBytes) {
  for (const std::string_view payload : {"", "\x01", "\x04xyz"}) {
    Frame frame{.flags = kPadded, .payload = payload};
    EXPECT_FALSE(strip_padding(frame)) << payload.size();
  }
}

}  // namespace
}  // namespace bff::upstream
