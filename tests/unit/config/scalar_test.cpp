// SPDX-License-Identifier: Apache-2.0
#include "config/scalar.hpp"

#include <gtest/gtest.h>

namespace bff::config {
namespace {

TEST(Scalar, TakesJsonNumbersOnly) {
  for (const char* text : {"0", "-0", "7", "10", "-12.5", "0.25", "1e5", "1E+5", "2.5e-10"}) {
    EXPECT_TRUE(is_json_number(text)) << text;
  }
  for (const char* text :
       {"",     "-",   "+1",    "01", "012", "-01", ".5",  "1.",   "1.e5",     "1e",  "1e+",
        "0x10", "0o7", "1_000", "1 ", " 1",  "1,5", "NaN", ".inf", "Infinity", "1e5x"}) {
    EXPECT_FALSE(is_json_number(text)) << text;
  }
}

TEST(Scalar, TypesPlainWordsAsJsonDoes) {
  EXPECT_EQ(plain_kind("null"), Node::Kind::null);
  EXPECT_EQ(plain_kind("true"), Node::Kind::boolean);
  EXPECT_EQ(plain_kind("false"), Node::Kind::boolean);
  EXPECT_EQ(plain_kind("15"), Node::Kind::number);
}

// What YAML 1.1 would turn into a boolean, a null, a number or a date.
TEST(Scalar, TypesEverythingElseAsText) {
  for (const char* text :
       {"yes",  "no",  "on",    "off",  "Yes",  "True",       "FALSE", "y",  "n",    "~",   "Null",
        "NULL", "012", "1_000", "0x1F", "1:30", "2024-01-01", "+1",    ".5", ".nan", "home"}) {
    EXPECT_EQ(plain_kind(text), Node::Kind::text) << text;
  }
}

}  // namespace
}  // namespace bff::config
