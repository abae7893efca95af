// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/framing.hpp"

#include <gtest/gtest.h>

namespace bff::runtime::http1 {
namespace {

std::string framed(Framing framing, std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) append_part(framing, part, out);
  append_end(framing, out);
  return out;
}

TEST(Framing, WritesChunks) {
  EXPECT_EQ(framed(Framing::chunked, {"one", std::string(0x1f, 'x')}),
            "3\r\none\r\n1f\r\n" + std::string(0x1f, 'x') + "\r\n0\r\n\r\n");
}

// It would be the last chunk.
TEST(Framing, WritesNoEmptyChunk) {
  EXPECT_EQ(framed(Framing::chunked, {"", "one", ""}), "3\r\none\r\n0\r\n\r\n");
}

TEST(Framing, LeavesPartsAsTheyAreWhereTheConnectionEndsThem) {
  EXPECT_EQ(framed(Framing::until_close, {"one", "", "two"}), "onetwo");
  EXPECT_EQ(framed(Framing::raw, {"one", "two"}), "onetwo");
}

TEST(Framing, DropsPartsWhereThereIsNoContent) { EXPECT_EQ(framed(Framing::none, {"one"}), ""); }

}  // namespace
}  // namespace bff::runtime::http1
