// SPDX-License-Identifier: Apache-2.0
#include "runtime/language.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace bff::runtime {
namespace {

const std::vector<std::string> kOffered{"en", "de", "pt-BR", "zh-Hant"};

std::string chosen(std::string_view accepted) {
  return std::string{negotiate_language(accepted, kOffered)};
}

TEST(Language, IsTheFirstOfferedWhereNoneIsAskedFor) {
  EXPECT_EQ(chosen(""), "en");
  EXPECT_EQ(chosen("*"), "en");
  EXPECT_EQ(chosen("fr, it"), "en");
}
TEST(Language, IsTheOneWithTheGreatestWeight) {
  EXPECT_EQ(chosen("en;q=0.5, de;q=0.8"), "de");
  EXPECT_EQ(chosen("en;q=0.8,de ; q=0.8"), "en");
  EXPECT_EQ(chosen("de;q=0.001"), "de");
}
TEST(Language, IsCutDownUntilItIsOffered) {
  EXPECT_EQ(chosen("de-CH"), "de");
  EXPECT_EQ(chosen("zh-Hant-CN-x-private"), "zh-Hant");
  EXPECT_EQ(chosen("PT-br"), "pt-BR");
  EXPECT_EQ(chosen("pt"), "en");
}
TEST(Language, IsNotTheOneThatIsRefused) { EXPECT_EQ(chosen("de;q=0, fr"), "en"); }
TEST(Language, TakesAnyHeader) {
  EXPECT_EQ(chosen(",,;;q=,de;q=9;x"), "de");
  EXPECT_EQ(chosen(std::string(30'000, ',') + "de"), "de");
  EXPECT_EQ(chosen("de;q=2"), "de");
}
TEST(Language, IsEmptyWhereNoneIsOffered) { EXPECT_EQ(negotiate_language("de", {}), ""); }

}  // namespace
}  // namespace bff::runtime
