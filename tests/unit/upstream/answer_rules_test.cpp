// SPDX-License-Identifier: Apache-2.0
#include "upstream/answer_rules.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bff::upstream {
namespace {

using namespace std::string_literals;
using Block = std::vector<std::pair<std::string, std::string>>;

// The rule that a block breaks, or "".
std::string judge(AnswerRules& rules, const Block& block, bool end = false) {
  for (const auto& [name, value] : block) {
    if (const char* rule = rules.field(name, value)) return rule;
  }
  const char* const rule = rules.end_fields(end);
  return rule != nullptr ? rule : "";
}

std::string judge(const Block& block, bool end = false) {
  AnswerRules rules;
  return judge(rules, block, end);
}

std::string rule_text(const char* rule) { return rule != nullptr ? rule : ""; }

TEST(AnswerRules, HoldForAGrpcAnswer) {
  AnswerRules rules;
  EXPECT_FALSE(rules.begun());
  EXPECT_EQ(judge(rules, {{":status", "200"},
                          {"content-type", "application/grpc"},
                          {"grpc-accept-encoding", "identity, deflate, gzip"}}),
            "");
  EXPECT_TRUE(rules.begun());
  EXPECT_EQ(rule_text(rules.data(5, false)), "");
  EXPECT_EQ(rule_text(rules.data(0, false)), "");
  EXPECT_EQ(judge(rules, {{"grpc-status", "0"}, {"grpc-message", ""}}, true), "");
}

TEST(AnswerRules, HoldForTrailersOnlyAndForInterimAnswers) {
  EXPECT_EQ(judge({{":status", "200"}, {"grpc-status", "5"}}, true), "");
  AnswerRules rules;
  EXPECT_EQ(judge(rules, {{":status", "103"}, {"link", "</a>"}}), "");
  EXPECT_EQ(judge(rules, {{":status", "100"}}), "");
  EXPECT_EQ(judge(rules, {{":status", "200"}}), "");
  EXPECT_EQ(rule_text(rules.data(1, true)), "");
}

TEST(AnswerRules, WantOneStatusInFront) {
  EXPECT_EQ(judge({}), "no :status");
  EXPECT_EQ(judge({{"grpc-status", "0"}}, true), "no :status");
  EXPECT_EQ(judge({{":status", "200"}, {":status", "200"}}), "two :status fields");
  EXPECT_EQ(judge({{"a", "b"}, {":status", "200"}}), "a pseudo-header after other fields");
  for (const char* name :
       {":path", ":method", ":authority", ":scheme", ":protocol", ":", ":Status"}) {
    EXPECT_EQ(judge({{":status", "200"}, {name, "x"}}), "a pseudo-header that an answer has not");
  }
  for (const char* status : {"", "20", "2000", "2x0", "099", "000", "-20", "+20", " 200", "101"}) {
    EXPECT_EQ(judge({{":status", status}}), ":status is no status") << status;
  }
}

TEST(AnswerRules, WantTrailersToEndTheAnswer) {
  AnswerRules rules;
  ASSERT_EQ(judge(rules, {{":status", "200"}}), "");
  EXPECT_EQ(judge(rules, {{"grpc-status", "0"}}), "trailers without END_STREAM");
  AnswerRules others;
  ASSERT_EQ(judge(others, {{":status", "200"}}), "");
  EXPECT_EQ(judge(others, {{":status", "200"}}, true), "a pseudo-header in trailers");
}

TEST(AnswerRules, WantTheFinalAnswerBeforeData) {
  AnswerRules rules;
  ASSERT_EQ(judge(rules, {{":status", "100"}}), "");
  EXPECT_EQ(rule_text(rules.data(1, false)), "DATA before the final answer's fields");
  EXPECT_EQ(judge({{":status", "100"}}, true), "an interim answer with END_STREAM");
}

TEST(AnswerRules, KnowWhichBytesANameMayHave) {
  const std::string allowed = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";
  for (int c = 0; c < 256; ++c) {
    const std::string name = "a"s + static_cast<char>(c);
    const bool good = allowed.find(static_cast<char>(c)) != std::string::npos;
    EXPECT_EQ(judge({{":status", "200"}, {name, "v"}}).empty(), good) << c;
  }
  EXPECT_FALSE(judge({{":status", "200"}, {"", "v"}}).empty());
}

// In values that are short, that fill words of eight bytes, and at each place.
TEST(AnswerRules, KnowWhichBytesAValueMayHave) {
  for (const std::size_t size : {3, 7, 8, 9, 16, 23}) {
    for (std::size_t at = 1; at + 1 < size; ++at) {
      for (int c = 0; c < 256; ++c) {
        std::string value(size, 'v');
        value[at] = static_cast<char>(c);
        const bool good = (c >= 0x20 && c != 0x7f) || c == '\t';
        EXPECT_EQ(judge({{":status", "200"}, {"a", value}}).empty(), good) << size << at << c;
      }
    }
  }
}

TEST(AnswerRules, TakeNoBlanksAroundAValue) {
  for (const char* value : {" v", "v ", "\tv", "v\t", " ", "\t", "         v", "v         "}) {
    EXPECT_FALSE(judge({{":status", "200"}, {"a", value}}).empty()) << value;
  }
  EXPECT_EQ(judge({{":status", "200"}, {"a", ""}, {"b", "v \tw"}}), "");
}

TEST(AnswerRules, TakeNoFieldThatIsForHttp1) {
  for (const char* name :
       {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"}) {
    EXPECT_FALSE(judge({{":status", "200"}, {name, "x"}}).empty()) << name;
  }
  EXPECT_FALSE(judge({{":status", "200"}, {"te", "gzip"}}).empty());
  EXPECT_EQ(judge({{":status", "200"}, {"te", "trailers"}}), "");
}

TEST(AnswerRules, WantAsMuchDataAsTheAnswerSays) {
  const auto with_length = [](const char* length, std::size_t first, std::size_t second) {
    AnswerRules rules;
    EXPECT_EQ(judge(rules, {{":status", "200"}, {"content-length", length}}), "");
    if (const char* rule = rules.data(first, false)) return std::string{rule};
    return rule_text(rules.data(second, true));
  };
  EXPECT_EQ(with_length("9", 4, 5), "");
  EXPECT_EQ(with_length("0", 0, 0), "");
  EXPECT_EQ(with_length("9", 4, 4), "less DATA than content-length says");
  EXPECT_EQ(with_length("9", 4, 6), "more DATA than content-length says");
  EXPECT_EQ(with_length("9", 10, 0), "more DATA than content-length says");
  EXPECT_EQ(judge({{":status", "200"}, {"content-length", "1"}}, true),
            "less DATA than content-length says");
  EXPECT_EQ(judge({{":status", "200"}, {"content-length", "0"}}, true), "");
}

TEST(AnswerRules, WantOneLengthThatIsANumber) {
  for (const char* length : {"", "x", "1x", "-1", "+1", "0x1", "9223372036854775808", "1,1"}) {
    EXPECT_EQ(judge({{":status", "200"}, {"content-length", length}}),
              "content-length is no number")
        << length;
  }
  EXPECT_EQ(judge({{":status", "200"}, {"content-length", "1"}, {"content-length", "1"}}),
            "two content-length fields");
  for (const char* status : {"100", "204"}) {
    EXPECT_EQ(judge({{":status", status}, {"content-length", "1"}}),
              "content-length of an answer without content");
  }
}

}  // namespace
}  // namespace bff::upstream
