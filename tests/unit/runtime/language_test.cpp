// SPDX-License-Identifier: Apache-2.0
#include "runtime/language.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace bff::runtime {
namespace {

const std::vector<std::string> kOfferedLanguages{"en", "de", "pt-BR", "zh-Hant"};

std::string chosen_language(std::string_view accepted) {
  return std::string{negotiate_language(accepted, kOfferedLanguages)};
}

TEST(Language, IsTheFirstOfferedWhereNoneIsAskedFor) {
  EXPECT_EQ(chosen_language(""), "en");
  EXPECT_EQ(chosen_language("*"), "en");
  EXPECT_EQ(chosen_language("fr, it"), "en");
}
TEST(Language, IsTheOneWithTheGreatestWeight) {
  EXPECT_EQ(chosen_language("en;q=0.5, de;q=0.8"), "de");
  EXPECT_EQ(chosen_language("en;q=0.8,de ; q=0.8"), "en");
  EXPECT_EQ(chosen_language("de;q=0.001"), "de");
}
TEST(Language, IsCutDownUntilItIsOffered) {
  EXPECT_EQ(chosen_language("de-CH"), "de");
  EXPECT_EQ(chosen_language("zh-Hant-CN-x-private"), "zh-Hant");
  EXPECT_EQ(chosen_language("PT-br"), "pt-BR");
  EXPECT_EQ(chosen_language("pt"), "en");
}
TEST(Language, IsNotTheOneThatIsRefused) { EXPECT_EQ(chosen_language("de;q=0, fr"), "en"); }
TEST(Language, TakesAnyHeader) {
  EXPECT_EQ(chosen_language(",,;;q=,de;q=9;x"), "de");
  EXPECT_EQ(chosen_language(std::string(30'000, ',') + "de"), "de");
  EXPECT_EQ(chosen_language("de;q=2"), "de");
}
TEST(Language, IsEmptyWhereNoneIsOffered) { EXPECT_EQ(negotiate_language("de", {}), ""); }

}  // namespace
}  // namespace bff::runtime
