// SPDX-License-Identifier: Apache-2.0
#include "runtime/token_answers.hpp"

#include <gtest/gtest.h>

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;

const TokenAnswer::Time kNow{1000s};

TokenAnswer good(std::chrono::seconds life) {
  return {.verdict = std::make_shared<const auth::Verified>(), .until = kNow + life};
}
TokenAnswer bad(std::chrono::seconds life) {
  return {.verdict = Error{.code = Errc::invalid_token}, .until = kNow + life};
}

TEST(TokenAnswers, CountUntilTheirTime) {
  TokenAnswers answers{10};
  answers.keep("a", good(30s), kNow);
  answers.keep("b", bad(5s), kNow);
  EXPECT_TRUE(answers.find("a", kNow + 29s)->verdict.has_value());
  EXPECT_EQ(answers.find("a", kNow + 30s), nullptr);
  EXPECT_FALSE(answers.find("b", kNow + 4s)->verdict.has_value());
  EXPECT_EQ(answers.find("b", kNow + 5s), nullptr);
  EXPECT_EQ(answers.find("c", kNow), nullptr);
}

TEST(TokenAnswers, AreReplacedByLaterOnes) {
  TokenAnswers answers{10};
  answers.keep("a", good(30s), kNow);
  answers.keep("a", bad(5s), kNow);
  EXPECT_FALSE(answers.find("a", kNow)->verdict.has_value());
  answers.keep("a", bad(0s), kNow);
  EXPECT_EQ(answers.find("a", kNow), nullptr) << "one that counts for nobody else";
  EXPECT_EQ(answers.size(), 0U);
}

TEST(TokenAnswers, OfBadTokensDoNotCrowdOutOthers) {
  TokenAnswers answers{3};
  for (const char* one : {"a", "b", "c"}) answers.keep(one, good(30s), kNow);
  for (int i = 0; i < 1'000; ++i) answers.keep("bad " + std::to_string(i), bad(30s), kNow);
  EXPECT_EQ(answers.size(), 6U);
  EXPECT_NE(answers.find("a", kNow), nullptr);
  EXPECT_NE(answers.find("bad 999", kNow), nullptr);
  EXPECT_EQ(answers.find("bad 996", kNow), nullptr) << "the oldest go";
  answers.keep("d", good(30s), kNow);
  EXPECT_EQ(answers.find("a", kNow), nullptr);
  EXPECT_NE(answers.find("b", kNow), nullptr);
}

TEST(TokenAnswers, AreOfOneSource) {
  EXPECT_EQ(token_digest("a", "t").size(), 32U);
  EXPECT_EQ(token_digest("a", "t"), token_digest("a", "t"));
  EXPECT_NE(token_digest("a", "t"), token_digest("b", "t"));
}

}  // namespace
}  // namespace bff::runtime
