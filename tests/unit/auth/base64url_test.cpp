// SPDX-License-Identifier: Apache-2.0
#include "auth/base64url.hpp"

#include <gtest/gtest.h>

#include "unit/auth/token_maker.hpp"

namespace bff::auth {
namespace {

TEST(Base64url, DecodesTheExamplesOfRfc4648) {
  EXPECT_EQ(decode_base64url(""), "");
  EXPECT_EQ(decode_base64url("Zg"), "f");
  EXPECT_EQ(decode_base64url("Zm8"), "fo");
  EXPECT_EQ(decode_base64url("Zm9v"), "foo");
  EXPECT_EQ(decode_base64url("Zm9vYmFy"), "foobar");
  EXPECT_EQ(decode_base64url("-_-_"), "\xfb\xff\xbf");
}

TEST(Base64url, DecodesWhatWasEncodedOfAnyLength) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(decode_base64url(base64url(bytes)), bytes) << i;
    bytes += static_cast<char>(i * 167 + 13);
  }
}

TEST(Base64url, RefusesASecondWayToWriteTheSameBytes) {
  EXPECT_FALSE(decode_base64url("Zh"));    // "Zg" with a trailing bit
  EXPECT_FALSE(decode_base64url("Zm9"));   // "Zm8" with one
  EXPECT_FALSE(decode_base64url("Zg=="));  // padding
  EXPECT_FALSE(decode_base64url("Zm8="));
}

TEST(Base64url, RefusesWhatIsNoneOfItsLetters) {
  EXPECT_FALSE(decode_base64url("Z"));
  EXPECT_FALSE(decode_base64url("Zm9vZ"));
  for (const char c : std::string_view{"+/=.! \n\r\t\0\x7f\x80\xff", 13})
    EXPECT_FALSE(decode_base64url(std::string{"Zm9"} + c)) << static_cast<int>(c);
}

}  // namespace
}  // namespace bff::auth
