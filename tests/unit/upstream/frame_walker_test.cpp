// SPDX-License-Identifier: Apache-2.0
#include "upstream/frame_walker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
namespace h2 = test::h2;

// The streams of all DATA frames in `bytes`, which come in pieces of `size`.
std::vector<int> streams(const std::string& bytes, std::size_t size) {
  FrameWalker walker;
  std::vector<int> found;
  for (std::size_t from = 0; from < bytes.size(); from += size) {
    const auto piece = std::string_view{bytes}.substr(from, size);
    std::size_t at = 0;
    while (walker.next_data(piece, at) != FrameWalker::kNone) found.push_back(walker.stream());
  }
  return found;
}

TEST(FrameWalker, FindsDataFramesAmongOthersHoweverTheBytesAreCut) {
  const std::string bytes = h2::settings({{3, 1}}) + h2::grpc_answer(1, "hello") +
                            h2::data(0x7fffffff, "") + h2::reset(5, 1) +
                            h2::data(3, std::string(300, '\0'));
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    EXPECT_THAT(streams(bytes, size), ElementsAre(1, 0x7fffffff, 3)) << size;
  }
}

TEST(FrameWalker, StopsAtTheLastByteOfAHead) {
  FrameWalker walker;
  std::size_t at = 0;
  const std::string bytes = h2::settings() + h2::data(1, "x");
  EXPECT_EQ(walker.next_data(bytes, at), 17U);
  EXPECT_EQ(at, 18U);
}

TEST(FrameWalker, TakesNoPayloadForAFrame) {
  EXPECT_THAT(streams(h2::frame(h2::kPing, 0, 0, h2::data(1, "x")), 1000), IsEmpty());
}

TEST(FrameWalker, IgnoresTheReservedBit) {  // RFC 9113 §4.1
  EXPECT_THAT(streams(h2::data(0x80000003, "x"), 1000), ElementsAre(3));
}

}  // namespace
}  // namespace bff::upstream
