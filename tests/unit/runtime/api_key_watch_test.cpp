// SPDX-License-Identifier: Apache-2.0
#include "runtime/api_key_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using upstream::RedisCommand;
using upstream::RedisReply;
using Kind = RedisReply::Kind;

// Keeps what it is asked until the test answers.
class AskedRedis final : public upstream::RedisClient {
 public:
  explicit AskedRedis(std::deque<std::pair<RedisCommand, Done>>& asked) : asked_(asked) {}
  void send(RedisCommand command, Done done) override {
    asked_.emplace_back(std::move(command), std::move(done));
  }

 private:
  std::deque<std::pair<RedisCommand, Done>>& asked_;
};

struct Made {
  auth::ApiKey entry{.subject = "41"};
  std::string key = auth::make_api_key(entry);
};

RedisReply text(std::string value) { return {.kind = Kind::text, .text = std::move(value)}; }

// The hash with these keys, and what was done last.
RedisReply hash_of(const std::vector<auth::ApiKey>& keys, const std::string& last) {
  RedisReply reply{.kind = Kind::list};
  for (const auto& key : keys) {
    const RedisCommand add = add_api_key("bff:", key);
    reply.list.push_back(text(add[2]));
    reply.list.push_back(text(add[3]));
  }
  reply.list.push_back(text("last"));
  reply.list.push_back(text(last));
  return reply;
}

class ApiKeyWatchTest : public testing::Test {
 protected:
  // The command that is asked first, once it is answered so.
  RedisCommand answer(Result<RedisReply> reply) {
    EXPECT_FALSE(asked.empty()) << "nothing is asked";
    if (asked.empty()) return {};
    auto [command, done] = std::move(asked.front());
    asked.pop_front();
    done(std::move(reply));
    return command;
  }
  void fail() { answer(Error{.code = Errc::upstream_unavailable, .internal = "away"}); }
  void tick(std::chrono::milliseconds later = 1s) {
    now += later;
    watch.tick();
  }
  // Looks, and finds these.
  void load(const std::vector<auth::ApiKey>& kept, const std::string& last) {
    tick();
    answer(text(last));
    answer(hash_of(kept, last));
  }
  bool knows(const Made& made) const {
    return keys && keys->verify(made.key, std::chrono::system_clock::now()).has_value();
  }

  std::deque<std::pair<RedisCommand, upstream::RedisClient::Done>> asked;
  ApiKeyWatch::Clock::time_point now{};
  ApiKeyWatch::Keys keys;
  int delivered = 0;
  std::vector<std::string> answers, unusable;
  ApiKeyWatch watch{std::make_unique<AskedRedis>(asked),
                    "bff:",
                    10s,
                    {.on_keys =
                         [this](ApiKeyWatch::Keys read) {
                           keys = std::move(read);
                           ++delivered;
                         },
                     .on_answer = [this](const std::string& why) { answers.push_back(why); },
                     .on_unusable = [this](const auto& entries) { unusable = entries; },
                     .now = [this] { return now; }}};
};

TEST_F(ApiKeyWatchTest, ReadsTheKeysAndThenWhatChanges) {
  const Made one, other;
  tick();
  EXPECT_THAT(answer(text("+" + one.entry.id)), ElementsAre("HGET", "bff:api-keys", "last"));
  EXPECT_THAT(answer(hash_of({one.entry}, "+" + one.entry.id)),
              ElementsAre("HGETALL", "bff:api-keys"));
  EXPECT_TRUE(knows(one));
  EXPECT_FALSE(knows(other));
  tick();
  answer(text("+" + one.entry.id));
  EXPECT_THAT(asked, IsEmpty()) << "nothing has changed";
  load({one.entry, other.entry}, "+2");
  EXPECT_TRUE(knows(one) && knows(other));
  load({other.entry}, "-1");
  EXPECT_FALSE(knows(one));
  EXPECT_TRUE(knows(other));
  EXPECT_EQ(delivered, 3);
  EXPECT_THAT(answers, ElementsAre("", "", "", ""));
}

TEST_F(ApiKeyWatchTest, KnowsThatThereAreNone) {
  tick();
  answer(RedisReply{});
  answer(RedisReply{.kind = Kind::list});
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->size(), 0U);
  load({Made{}.entry}, "+1");
  EXPECT_EQ(keys->size(), 1U);
  tick();
  answer(RedisReply{});  // a server that has lost everything
  answer(RedisReply{.kind = Kind::list});
  EXPECT_EQ(keys->size(), 0U);
}

TEST_F(ApiKeyWatchTest, AsksOneQuestionAtATime) {
  tick();
  tick();
  EXPECT_EQ(asked.size(), 1U);
  answer(text("+x"));
  tick();
  EXPECT_EQ(asked.size(), 1U);
}

TEST_F(ApiKeyWatchTest, ServesOnForAWhileWhenRedisIsAway) {
  const Made one;
  load({one.entry}, "+1");
  for (int second = 1; second < 10; ++second) {
    tick();
    fail();
    EXPECT_TRUE(knows(one)) << second;
  }
  tick();
  EXPECT_FALSE(keys) << "nobody knows now";
  fail();
  tick();
  fail();
  EXPECT_EQ(delivered, 2) << "told once";
  load({one.entry}, "+1");
  EXPECT_TRUE(knows(one));
  EXPECT_EQ(answers.front(), "");
  EXPECT_EQ(answers[1], "away");
  EXPECT_EQ(answers.back(), "");
}

// The time counts from the question: what was answered may be as old.
TEST_F(ApiKeyWatchTest, CountsFromTheQuestion) {
  const Made one;
  tick();
  now += 9s;
  answer(text("+" + one.entry.id));
  answer(hash_of({one.entry}, ""));
  EXPECT_TRUE(knows(one));
  tick(1s);
  EXPECT_FALSE(keys);
}

TEST_F(ApiKeyWatchTest, ServesWithoutWhatIsNoKey) {
  const Made one, other;
  auto reply = hash_of({one.entry, other.entry}, "+x");
  reply.list[0].text = "0000000000000000";
  tick();
  answer(text("+x"));
  answer(reply);
  EXPECT_TRUE(knows(other));
  EXPECT_FALSE(knows(one));
  EXPECT_THAT(unusable, ElementsAre("0000000000000000: it holds the key '" + one.entry.id + "'"));
  reply.list[1].text = "{";
  tick();
  answer(text("+y"));
  answer(reply);
  EXPECT_THAT(unusable, ElementsAre(HasSubstr("0000000000000000: ")));
}

TEST_F(ApiKeyWatchTest, TakesNothingElseForAnAnswer) {
  const Made one;
  load({one.entry}, "+1");
  tick();
  answer(text("+y"));
  answer(text("what?"));
  EXPECT_EQ(answers.back(), "Redis answers with something else");
  EXPECT_TRUE(knows(one));
}

}  // namespace
}  // namespace bff::runtime
