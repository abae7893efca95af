// SPDX-License-Identifier: Apache-2.0
#include "framing/utf8_check.hpp"

#include <gtest/gtest.h>

#include <string>

#include "json/writer.hpp"

namespace bff::framing {
namespace {

// In two pieces, cut at `at`.
bool holds(std::string_view text, std::size_t at) {
  Utf8Check check;
  return check.feed(text.substr(0, at)) && check.feed(text.substr(at)) && check.finish();
}

bool holds_byte_by_byte(std::string_view text) {
  Utf8Check check;
  for (const char& c : text) {
    if (!check.feed({&c, 1})) return false;
  }
  return check.finish();
}

TEST(Utf8Check, SaysTheSameHoweverTheTextIsCut) {
  const std::string_view texts[] = {
      "",
      "plain, and long enough for words of eight",
      "\u00e9",
      "a\u20acb",
      "\U0001F600\U0001F600",
      "\xF4\x8F\xBF\xBF",  // the last one of Unicode
      "\xF4\x90\x80\x80",  // behind it
      "\xED\x9F\xBF",      // before the surrogates
      "\xED\xA0\x80",      // a surrogate
      "\xC0\x80",          // over-long
      "\xE0\x80\x80",
      "\xF0\x80\x80\x80",
      "\x80",  // a tail without a head
      "\xBF\xBF\xBF\xBF\xBF",
      "\xC3",  // cut short
      "\xE2\x82",
      "\xF0\x9F\x98",
      "\xE2\x82"
      "a",
      "\xC3\xC3\xA9",
      "abc\xFF",
      "\xF8\x88\x80\x80\x80",
  };
  for (const auto text : texts) {
    const bool valid = json::valid_utf8(text);
    for (std::size_t at = 0; at <= text.size(); ++at) EXPECT_EQ(holds(text, at), valid) << text;
    EXPECT_EQ(holds_byte_by_byte(text), valid) << text;
  }
}

// Whether some text begins with these bytes.
bool may_go_on(const std::string& begun) {
  for (const std::string tail :
       {"", "\x80", "\x80\x80", "\x80\x80\x80", "\x90\x80\x80", "\xA0\x80"}) {
    if (json::valid_utf8(begun + tail)) return true;
  }
  return false;
}

TEST(Utf8Check, FailsAtTheFirstByteThatCannotBe) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (const char third : {'\x7F', '\x80', '\xBF', '\xC0'}) {
        const std::string text{static_cast<char>(first), static_cast<char>(second), third};
        for (std::size_t cut = 0; cut < 3; ++cut) {
          Utf8Check check;
          bool good = check.feed(text.substr(0, cut));
          EXPECT_EQ(good, may_go_on(text.substr(0, cut)));
          if (!good) break;
          good = check.feed(text.substr(cut, 1));
          ASSERT_EQ(good, may_go_on(text.substr(0, cut + 1))) << first << ' ' << second;
        }
      }
    }
  }
}

TEST(Utf8Check, BeginsAnewBehindTheEnd) {
  Utf8Check check;
  EXPECT_TRUE(check.feed("\xE2\x82"));
  EXPECT_FALSE(check.finish());
  EXPECT_TRUE(check.feed("a"));
  EXPECT_TRUE(check.finish());
}

}  // namespace
}  // namespace bff::framing
