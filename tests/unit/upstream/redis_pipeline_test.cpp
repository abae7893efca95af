// SPDX-License-Identifier: Apache-2.0
#include "upstream/redis_pipeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr RedisPipeline::Time kStart{};

Error away() { return {.code = Errc::upstream_unavailable, .internal = "away"}; }

class RedisPipelineTest : public testing::Test {
 protected:
  bool push(const std::string& name, RedisPipeline::Time until = kStart + 1s) {
    return pipeline.push({name}, until, told(name));
  }
  RedisPipeline::Done told(const std::string& name) {
    return [this, name](const Result<RedisReply>& reply) {
      answers.push_back(name + ": " + (reply ? reply->text : reply.error().internal));
    };
  }

  RedisPipeline pipeline;
  std::vector<std::string> answers;
};

TEST_F(RedisPipelineTest, GivesAnswersToWhoAskedInOrder) {
  push("A");
  push("B");
  EXPECT_EQ(pipeline.take(), "*1\r\n$1\r\nA\r\n*1\r\n$1\r\nB\r\n");
  EXPECT_EQ(pipeline.take(), "");
  push("C");
  EXPECT_EQ(pipeline.read("+1\r\n+"), "");
  EXPECT_THAT(answers, ElementsAre("A: 1"));
  EXPECT_EQ(pipeline.take(), "*1\r\n$1\r\nC\r\n");
  EXPECT_EQ(pipeline.read("2\r\n+3\r\n"), "");
  EXPECT_THAT(answers, ElementsAre("A: 1", "B: 2", "C: 3"));
  EXPECT_EQ(pipeline.size(), 0U);
}

TEST_F(RedisPipelineTest, TellsRefusalsWithoutTheirArguments) {
  push("A");
  push("B");
  pipeline.take();
  EXPECT_EQ(pipeline.read("-ERR unknown command 'A', with args beginning with: 'secret'\r\n"), "");
  EXPECT_THAT(answers, ElementsAre("A: Redis says ERR unknown command 'A'"));
}

TEST_F(RedisPipelineTest, LeavesAServerThatIsNotTheOneToAsk) {
  for (const std::string word : {"READONLY", "LOADING", "MASTERDOWN", "NOAUTH"}) {
    answers.clear();
    push("A");
    pipeline.take();
    EXPECT_EQ(pipeline.read("-" + word + " x\r\n"), "Redis says " + word + " x");
    EXPECT_THAT(answers, ElementsAre("A: Redis says " + word + " x"));
  }
}

TEST_F(RedisPipelineTest, TakesNoAnswerThatNobodyHasAskedFor) {
  EXPECT_THAT(pipeline.read("+1\r\n"), HasSubstr("nobody has asked"));
  push("A");
  EXPECT_THAT(pipeline.read("+1\r\n"), HasSubstr("nobody has asked")) << "it was not sent";
  EXPECT_THAT(pipeline.read("x"), HasSubstr("no answer of Redis"));
}

TEST_F(RedisPipelineTest, EndsWhatWaitsTooLong) {
  push("A", kStart + 1s);
  push("B", kStart + 2s);
  EXPECT_EQ(pipeline.next(), kStart + 1s);
  EXPECT_TRUE(pipeline.expire(kStart + 1s, away()));
  EXPECT_THAT(answers, ElementsAre("A: away"));
  EXPECT_EQ(pipeline.take(), "*1\r\n$1\r\nB\r\n") << "what nobody waits for is not sent";
  EXPECT_TRUE(pipeline.expire(kStart + 1s, away()));
  EXPECT_FALSE(pipeline.expire(kStart + 2s, away())) << "its answer would be taken for another's";
  pipeline.fail(away());
  EXPECT_THAT(answers, ElementsAre("A: away", "B: away"));
  EXPECT_EQ(pipeline.next(), RedisPipeline::Time::max());
}

TEST_F(RedisPipelineTest, BeginsAnewAfterAFailure) {
  push("A");
  pipeline.take();
  pipeline.read("$100\r\nhalf");
  const auto again = told("again");
  pipeline.push({"B"}, kStart + 1s, [&](const Result<RedisReply>&) {
    pipeline.push({"C"}, kStart + 1s, again);  // for the next connection
  });
  pipeline.fail(away());
  EXPECT_THAT(answers, ElementsAre("A: away"));
  EXPECT_EQ(pipeline.take(), "*1\r\n$1\r\nC\r\n");
  EXPECT_EQ(pipeline.read("+1\r\n"), "");
  EXPECT_THAT(answers, ElementsAre("A: away", "again: 1"));
}

TEST_F(RedisPipelineTest, MayBeClearedByAHandler) {
  const auto clear = [&](const Result<RedisReply>&) { pipeline.clear(); };
  pipeline.push({"A"}, kStart, clear);
  push("B");
  pipeline.take();
  pipeline.read("+1\r\n+2\r\n");
  EXPECT_THAT(answers, IsEmpty());
  pipeline.push({"A"}, kStart, clear);
  push("B");
  pipeline.fail(away());
  EXPECT_THAT(answers, IsEmpty());
}

TEST_F(RedisPipelineTest, HasABound) {
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(push("A"));
  EXPECT_FALSE(push("B"));
  pipeline.take();
  EXPECT_FALSE(push("B")) << "what was sent waits, too";
  pipeline.read("+1\r\n");
  EXPECT_TRUE(push("B"));
  RedisPipeline other;
  int taken = 0;
  while (taken < 100 && other.push({std::string(1 << 20, 'x')}, kStart, {})) ++taken;
  EXPECT_EQ(taken, 16);
}

}  // namespace
}  // namespace bff::upstream
