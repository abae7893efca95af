// SPDX-License-Identifier: Apache-2.0
#include "runtime/redis_api_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/redis_server.hpp"
#include "support/run_until.hpp"
#include "upstream/redis_client.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using bff::test::RedisServer;
using testing::IsEmpty;
using testing::Not;

class RedisApiKeys : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::is_installed()) GTEST_SKIP() << RedisServer::kMissing;
    server_.emplace(RedisServer::Setup{});
    client_ = upstream::make_redis_client(loop_, {.host = "127.0.0.1",
                                                  .port = server_->port(),
                                                  .secure = false,
                                                  .connect = 20s,
                                                  .timeout = 20s});
  }
  upstream::RedisReply ask(upstream::RedisCommand command) {
    std::optional<Result<upstream::RedisReply>> answer;
    client_->send(std::move(command), [&](auto reply) { answer = std::move(reply); });
    bff::test::run_until(loop_, [&] { return answer.has_value(); });
    EXPECT_TRUE(*answer) << answer->error().internal;
    return *answer ? **answer : upstream::RedisReply{};
  }
  SharedApiKeys all() { return *read_shared_api_keys(ask(ask_api_keys("bff:"))); }
  std::string last() { return ask(ask_last_change("bff:")).text; }

 private:
  std::optional<RedisServer> server_;
  boost::asio::io_context loop_;
  std::unique_ptr<upstream::RedisClient> client_;
};

TEST_F(RedisApiKeys, AreKeptWithEveryChangeTold) {
  EXPECT_THAT(all().keys, IsEmpty());
  EXPECT_EQ(last(), "");
  auth::ApiKey key{.subject = "41", .plan = "gold", .scopes = {"a", "b"}};
  key.created = auth::ApiKey::Time{1'700'000'000s};
  const std::string shown = auth::make_api_key(key);
  ask(add_api_key("bff:", key));
  EXPECT_EQ(last(), "+" + key.id);
  const auto kept = all();
  ASSERT_EQ(kept.keys.size(), 1U);
  EXPECT_EQ(auth::api_keys_json(kept.keys), auth::api_keys_json({key}));
  EXPECT_EQ(kept.last, "+" + key.id);
  EXPECT_THAT(kept.unusable, IsEmpty());
  for (const auto& field : ask(ask_api_keys("bff:")).list) {
    EXPECT_THAT(field.text, Not(testing::HasSubstr(shown.substr(22)))) << "nothing of the key";
  }

  EXPECT_EQ(ask(revoke_api_key("bff:", "0000000000000000")).integer, 0);
  EXPECT_EQ(last(), "+" + key.id);
  EXPECT_EQ(ask(revoke_api_key("bff:", key.id)).integer, 1);
  EXPECT_EQ(last(), "-" + key.id);
  EXPECT_THAT(all().keys, IsEmpty());
  EXPECT_EQ(ask(revoke_api_key("bff:", key.id)).integer, 0);
}

}  // namespace
}  // namespace bff::runtime
