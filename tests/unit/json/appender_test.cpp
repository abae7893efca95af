// SPDX-License-Identifier: Apache-2.0
#include "json/appender.hpp"

#include <gtest/gtest.h>

namespace bff::json {
namespace {

// Every length takes the way of its size class, and each border of a class is crossed.
TEST(Appender, CopiesTextsOfEveryLength) {
  std::string source, expected = "kept", out = "kept";
  for (int i = 0; i < 100; ++i) source += static_cast<char>(' ' + i % 90);
  {
    Appender appender{out};
    for (std::size_t size = 0; size <= source.size(); ++size) {
      appender += std::string_view{source}.substr(0, size);
      appender += '|';
      expected += source.substr(0, size) + '|';
      ASSERT_EQ(appender.size(), expected.size());
    }
  }
  EXPECT_EQ(out, expected);
}

TEST(Appender, GivesRoomThatItsCallerFills) {
  std::string out;
  {
    Appender appender{out};
    char* const at = appender.room(1000);
    at[0] = 'a';
    at[1] = 'b';
    appender.advance(at + 1);  // of what was asked for only this much was used
    appender[0] = 'c';
  }
  EXPECT_EQ(out, "c");
}

TEST(Appender, LeavesTheStringAsItIsWhenNothingIsAppended) {
  std::string out = "text";
  out.reserve(100);
  { const Appender appender{out}; }
  EXPECT_EQ(out, "text");
}

}  // namespace
}  // namespace bff::json
