// SPDX-License-Identifier: Apache-2.0
#include "upstream/base64.hpp"

#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

TEST(Base64, DecodesWithAndWithoutPadding) {  // RFC 4648 §10
  for (const auto& [text, bytes] : {std::pair{"", ""},
                                    {"Zg==", "f"},
                                    {"Zg", "f"},
                                    {"Zm8=", "fo"},
                                    {"Zm8", "fo"},
                                    {"Zm9v", "foo"},
                                    {"Zm9vYmFy", "foobar"}}) {
    EXPECT_EQ(base64_decode(text), bytes) << text;
  }
}

TEST(Base64, DecodesEveryByte) {
  EXPECT_EQ(base64_decode("+/8AgA"), std::string("\xfb\xff\0\x80", 4));
}

TEST(Base64, RefusesWhatIsNoBase64) {
  for (const char* text : {"%%%", "Z", "Zm9vY", "Zg=", "Zg===", "=", "====", "Zm8=Zm8=", "Zm 9v",
                           "Zm9v\n", "Zm9-", "Z\xc3\xbcm9"}) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace bff::upstream
