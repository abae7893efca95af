// SPDX-License-Identifier: Apache-2.0
#include "auth/cookie_box.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "auth/base64url.hpp"

namespace bff::auth {
namespace {

using testing::HasSubstr;
using testing::Optional;

CookieBox::Key key(unsigned char fill) {
  CookieBox::Key key;
  key.fill(fill);
  return key;
}

TEST(CookieBox, OpensWhatItHasSealed) {
  const CookieBox box({key(1)});
  for (const std::string& plain :
       {std::string{}, std::string{"x"}, std::string(5'000, 'a'), std::string{"\0\xff\n", 3}}) {
    EXPECT_THAT(box.open("__Host-bff", box.seal("__Host-bff", plain)), Optional(plain));
  }
}

TEST(CookieBox, SealsTheSameNeverTheSame) {
  const CookieBox box({key(1)});
  std::set<std::string> all;
  for (int i = 0; i < 100; ++i) all.insert(box.seal("a", "same"));
  EXPECT_EQ(all.size(), 100U);
}

TEST(CookieBox, OpensNothingElse) {
  const CookieBox box({key(1)});
  const std::string sealed = box.seal("a", "secret");
  EXPECT_FALSE(box.open("b", sealed)) << "another cookie's";
  EXPECT_FALSE(CookieBox({key(2)}).open("a", sealed));
  EXPECT_FALSE(box.open("a", ""));
  const std::string bytes = *decode_base64url(sealed);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(box.open("a", encode_base64url(bytes.substr(0, i)))) << i;
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
      EXPECT_FALSE(box.open("a", encode_base64url(changed))) << i;
    }
  }
}

TEST(CookieBox, OpensByOlderKeysWhileTheyAreThere) {
  const std::string old = CookieBox({key(1)}).seal("a", "x");
  EXPECT_THAT(CookieBox({key(2), key(1)}).open("a", old), Optional(std::string{"x"}));
  const std::string now = CookieBox({key(2), key(1)}).seal("a", "x");
  EXPECT_TRUE(CookieBox({key(2)}).open("a", now));
  EXPECT_FALSE(CookieBox({key(1)}).open("a", now));
}

TEST(CookieKeys, AreLinesOfAFile) {
  const std::string one(43, 'A'), two = "B" + std::string(41, 'A') + "A";
  const auto keys = parse_cookie_keys("# the newest\n" + one + "  # 2026\r\n\n" + two);
  ASSERT_TRUE(keys) << keys.error().internal;
  EXPECT_EQ(keys->size(), 2U);
  const auto why = [](const std::string& text) {
    const auto read = parse_cookie_keys(text);
    return read ? "none" : read.error().internal;
  };
  EXPECT_EQ(why(""), "there is no key in it");
  EXPECT_EQ(why(one + "\n" + one), "line 2 repeats a key");
  EXPECT_EQ(why("#\nsecret"), "line 2 is no key of 32 bytes");
  EXPECT_EQ(why(std::string(63, '0') + "g"), "line 1 is no key of 32 bytes");
}

TEST(CookieKeys, MayBeWrittenInHexadecimal) {
  const auto keys = parse_cookie_keys("01" + std::string(62, 'f') + "\n");
  ASSERT_TRUE(keys);
  EXPECT_EQ((*keys)[0][0], 1);
  EXPECT_EQ((*keys)[0][31], 255);
}

}  // namespace
}  // namespace bff::auth
