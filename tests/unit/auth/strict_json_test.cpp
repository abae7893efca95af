// SPDX-License-Identifier: Apache-2.0
#include "auth/strict_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::auth {
namespace {

using testing::HasSubstr;

std::string json_refusal(std::string_view text, int max_depth = 4) {
  const auto value = parse_strict_json(text, max_depth);
  return value ? "accepted" : value.error().internal;
}

TEST(StrictJson, KeepsValuesAndTheTextOfNumbers) {
  const auto value = parse_strict_json(
      R"( {"t":"a\u00e9\n","i":-7,"u":18446744073709551615,"b":123456789012345678901234567890,)"
      R"("f":1.50,"yes":true,"no":null,"l":[1,"x",[]],"o":{"k":{}}} )",
      4);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->member("t")->text, "aé\n");
  EXPECT_EQ(value->member("i")->text, "-7");
  EXPECT_EQ(value->member("u")->text, "18446744073709551615");
  EXPECT_EQ(value->member("b")->text, "123456789012345678901234567890");
  EXPECT_EQ(value->member("f")->text, "1.50");
  EXPECT_EQ(value->member("yes")->text, "true");
  EXPECT_EQ(value->member("no")->kind, JsonValue::Kind::null);
  ASSERT_EQ(value->member("l")->items.size(), 3u);
  EXPECT_EQ(value->member("l")->items[1].text, "x");
  EXPECT_TRUE(value->member("o")->member("k")->is_object());
  EXPECT_EQ(value->member("none"), nullptr);
}

TEST(StrictJson, RefusesDuplicateMembersAtAnyDepth) {
  EXPECT_THAT(json_refusal(R"({"a":1,"a":1})"), HasSubstr("'a' stands twice"));
  EXPECT_THAT(json_refusal(R"({"a":1,"\u0061":2})"), HasSubstr("'a' stands twice"));
  EXPECT_THAT(json_refusal(R"([{"o":{"a":1,"b":2,"a":3}}])"), HasSubstr("'a' stands twice"));
  EXPECT_EQ(json_refusal(R"({"a":{"a":1},"b":{"a":1}})"), "accepted");
}

TEST(StrictJson, BoundsItsDepth) {
  EXPECT_EQ(json_refusal("[[[[]]]]"), "accepted");
  EXPECT_EQ(json_refusal(R"({"a":[{"b":[1,2]}]})"), "accepted");
  EXPECT_THAT(json_refusal("[[[[[]]]]]"), HasSubstr("more than 4 deep"));
  EXPECT_THAT(json_refusal(R"({"a":{"b":{"c":{"d":{}}}}})"), HasSubstr("more than 4 deep"));
  EXPECT_THAT(json_refusal(std::string(100'000, '[')), HasSubstr("more than 4 deep"));
}

TEST(StrictJson, RefusesWhatReadersTakeInDifferentWays) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "{\"a\":1",
                                      "{\"a\":1,}",
                                      "[1,]",
                                      "{}{}",
                                      "{} x",
                                      "{'a':1}",
                                      "{a:1}",
                                      "01",
                                      "+1",
                                      ".5",
                                      "1.",
                                      "NaN",
                                      "Infinity",
                                      "1e999",
                                      "// c\n{}",
                                      "{\"a\":1/**/}",
                                      "\"\t\"",
                                      "\"\\x\"",
                                      "\"\xff\"",
                                      "\"\xc0\xaf\"",
                                      "\"\xed\xa0\x80\"",
                                      "\"\\ud800\"",
                                      "\"\\udc00\\ud800\"",
                                      "\"\xf4\x90\x80\x80\""})
    EXPECT_THAT(json_refusal(text), HasSubstr("not JSON at byte")) << text;
  EXPECT_THAT(json_refusal("\xef\xbb\xbf{}"), HasSubstr("byte order mark"));
  EXPECT_THAT(json_refusal(std::string_view{"{}\0{", 4}), HasSubstr("NUL"));
}

}  // namespace
}  // namespace bff::auth
