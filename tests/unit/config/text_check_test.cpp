// SPDX-License-Identifier: Apache-2.0
#include "config/text_check.hpp"

#include <gtest/gtest.h>

#include "unit/config/findings.hpp"

namespace bff::config {
namespace {

std::string check(std::string text) {
  Diagnostics out;
  const bool good = check_text(test::source(std::move(text)), out);
  EXPECT_EQ(good, out.empty());
  return test::findings(out);
}

TEST(TextCheck, PassesUtf8WithEitherLineEnd) {
  EXPECT_EQ(check(""), "");
  EXPECT_EQ(check("a: größe\nb: 日本語 😀\n"), "");
  EXPECT_EQ(check("a: 1\r\nb: 2\r\n"), "");
}

TEST(TextCheck, RefusesAByteOrderMark) {
  EXPECT_EQ(check("\xef\xbb\xbf"
                  "a: 1"),
            "1:1+0 BFF101 a byte order mark | save the file as UTF-8 without one");
}

TEST(TextCheck, PointsAtBytesThatAreNoUtf8) {
  const std::string remedy = " is no valid UTF-8 | save the file as UTF-8";
  EXPECT_EQ(check("a: \xff"), "1:4+1 BFF101 the byte 0xff" + remedy);
  EXPECT_EQ(check("x\nö: \xc3"), "2:5+1 BFF101 the byte 0xc3" + remedy);       // cut short
  EXPECT_EQ(check("a: \xc0\xaf"), "1:4+1 BFF101 the byte 0xc0" + remedy);      // overlong
  EXPECT_EQ(check("a: \xed\xa0\x80"), "1:4+1 BFF101 the byte 0xed" + remedy);  // surrogate
  EXPECT_EQ(check("a: \x80"), "1:4+1 BFF101 the byte 0x80" + remedy);          // lone continuation
  EXPECT_EQ(check("\xff\xfe"
                  "a"),
            "1:1+1 BFF101 the byte 0xff" + remedy);  // UTF-16
}

// yaml-cpp takes U+0004 for the end of the file and would drop what follows.
TEST(TextCheck, RefusesControlCharacters) {
  const std::string remedy = " | remove it, or write it as an escape within double quotes";
  EXPECT_EQ(check("a: \x04 b"), "1:4+1 BFF101 the control character 0x04" + remedy);
  EXPECT_EQ(check(std::string("a\0: b", 5)), "1:2+1 BFF101 the control character 0x00" + remedy);
  EXPECT_EQ(check("a: \x7f"), "1:4+1 BFF101 the control character 0x7f" + remedy);
  EXPECT_EQ(check("# \x1b[31m"), "1:3+1 BFF101 the control character 0x1b" + remedy);
  EXPECT_EQ(check("a: b\rc"), "1:5+1 BFF101 the control character 0x0d" + remedy);
}

TEST(TextCheck, RefusesTabsOutsideOfCommentLines) {
  const std::string remedy = " | write spaces, or \\t within double quotes";
  EXPECT_EQ(check("a:\n\tb: 1"), "2:1+1 BFF103 a tab" + remedy);
  EXPECT_EQ(check("a:\tb"), "1:3+1 BFF103 a tab" + remedy);
  EXPECT_EQ(check("a: \"x\ty\""), "1:6+1 BFF103 a tab" + remedy);
  EXPECT_EQ(check("a: b\t# c"), "1:5+1 BFF103 a tab" + remedy);
  EXPECT_EQ(check("\t# c"), "1:1+1 BFF103 a tab" + remedy);
  EXPECT_EQ(check("# a\tb\n   #\tc\na: 1"), "");
}

TEST(TextCheck, RefusesDirectives) {
  EXPECT_EQ(check("%YAML 1.2\n---\na: 1"), "1:1+1 BFF108 a YAML directive | remove the line");
}

TEST(TextCheck, ReportsEachLineOnce) {
  EXPECT_EQ(check("\ta\tb\nc: \x01\x02\n"),
            "1:1+1 BFF103 a tab | write spaces, or \\t within double quotes\n"
            "2:4+1 BFF101 the control character 0x01 | remove it, or write it as an escape within "
            "double quotes");
}

}  // namespace
}  // namespace bff::config
