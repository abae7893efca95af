// SPDX-License-Identifier: Apache-2.0
#include "runtime/redis_session_store.hpp"

#include "runtime/redis_api_keys.hpp"
#include "support/redis_server.hpp"
#include "support/run_until.hpp"
#include "unit/runtime/session_store_contract.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using bff::test::RedisServer;
using test::StoreCalls;
using testing::ElementsAre;
using testing::Pair;
using upstream::RedisCommand;
using upstream::RedisReply;

// A gateway's store, on a loop of its own.
class Gateway {
 public:
  explicit Gateway(std::uint16_t port,
                   const std::string& prefix = "bff:", const std::string& username = "",
                   const std::string& password = "")
      : store_(client(port, username, password), prefix), bare_(client(port, username, password)) {}

  boost::asio::io_context& loop() { return loop_; }
  RedisSessionStore& store() { return store_; }
  StoreCalls calls() {
    return {store_, [this](const auto& holds) { bff::test::run_until(loop_, holds); }};
  }
  // What Redis itself says.
  RedisReply redis(RedisCommand command) {
    std::optional<Result<RedisReply>> answer;
    bare_->send(std::move(command), [&](Result<RedisReply> reply) { answer = std::move(reply); });
    bff::test::run_until(loop_, [&] { return answer.has_value(); });
    EXPECT_TRUE(*answer) << answer->error().internal;
    return *answer ? **answer : RedisReply{};
  }

 private:
  std::unique_ptr<upstream::RedisClient> client(std::uint16_t port, const std::string& username,
                                                const std::string& password) {
    return upstream::make_redis_client(loop_, {.host = "127.0.0.1",
                                               .port = port,
                                               .secure = false,
                                               .username = username,
                                               .password = password,
                                               .connect = 20s,
                                               .timeout = 20s});
  }

  boost::asio::io_context loop_;
  RedisSessionStore store_;
  std::unique_ptr<upstream::RedisClient> bare_;
};

class RedisWorld {
 public:
  static const char* missing() {
    return RedisServer::is_installed() ? nullptr : RedisServer::kMissing;
  }
  SessionStore& store() { return gateway_.store(); }
  void run_until(const std::function<bool()>& holds) {
    bff::test::run_until(gateway_.loop(), holds);
  }

 private:
  RedisServer server_;
  Gateway gateway_{server_.port()};
};

}  // namespace

namespace test {
INSTANTIATE_TYPED_TEST_SUITE_P(Redis, SessionStoreContract, RedisWorld);
}  // namespace test

namespace {

StoredSession session(const std::string& key, std::chrono::milliseconds life = 1h) {
  return {.key = key, .owner = "anna", .provider = "sid-1", .text = "text " + key, .life = life};
}

class RedisSessions : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::is_installed()) GTEST_SKIP() << RedisServer::kMissing;
    server_.emplace(RedisServer::Setup{});
  }

  std::optional<RedisServer> server_;
};

TEST_F(RedisSessions, LetOneOfTwoGatewaysClaimEach) {
  constexpr std::size_t kSessions = 1'000;
  Gateway one{server_->port()}, other{server_->port()};
  std::vector<int> claimed(kSessions);
  std::size_t answers = 0;
  const auto claim_all = [&](Gateway& gateway, const std::string& holder) {
    for (std::size_t i = 0; i < kSessions; ++i) {
      gateway.store().claim("s" + std::to_string(i), holder, 1h, [&, i](Result<bool> won) {
        ASSERT_TRUE(won);
        claimed[i] += *won;
        ++answers;
      });
    }
  };
  claim_all(one, "one");
  claim_all(other, "other");
  while (answers < 2 * kSessions) {
    const std::size_t before = answers;
    one.loop().run_for(1ms);
    other.loop().run_for(1ms);
    if (one.loop().stopped() && answers == before) FAIL() << "no answer comes";
  }
  EXPECT_EQ(claimed, std::vector<int>(kSessions, 1));
}

TEST_F(RedisSessions, AreSeenByEveryGatewayWithTheSamePrefix) {
  Gateway one{server_->port()}, other{server_->port()}, stranger{server_->port(), "shop:"};
  one.calls().add(session("a"));
  EXPECT_EQ(other.calls().find("a"), "text a");
  EXPECT_THAT(other.calls().owned("anna"), ElementsAre(Pair("a", "text a")));
  EXPECT_EQ(stranger.calls().find("a"), "");
  EXPECT_TRUE(other.calls().remove("a"));
  EXPECT_FALSE(one.calls().replace(session("a")));
  EXPECT_FALSE(other.calls().use_once("w", 1h) && one.calls().use_once("w", 1h));
}

TEST_F(RedisSessions, LeaveNothingBehind) {
  Gateway gateway{server_->port()};
  auto store = gateway.calls();
  const auto life = [&](const std::string& key) {
    return std::chrono::milliseconds{gateway.redis({"PTTL", key}).integer};
  };
  store.add(session("a", 10min));
  EXPECT_GT(life("bff:session:a"), 9min);
  EXPECT_LE(life("bff:owner:anna"), 10min);
  store.add(session("b", 1h));
  store.add(session("c", 1min));
  EXPECT_GT(life("bff:owner:anna"), 59min) << "as long as the session that lives longest";
  EXPECT_GT(life("bff:provider:sid-1"), 59min);
  EXPECT_TRUE(store.replace(session("a", 2h)));
  EXPECT_GT(life("bff:session:a"), 119min);
  EXPECT_GT(life("bff:owner:anna"), 119min);
  // One that has ended goes from the index when another is written,
  gateway.redis({"ZADD", "bff:owner:anna", "1000", "d"});
  store.add(session("e"));
  EXPECT_EQ(gateway.redis({"ZCARD", "bff:owner:anna"}).integer, 4);
  // and one that is gone when it is met.
  store.remove("a");
  EXPECT_THAT(store.owned("anna"), testing::SizeIs(3));
  store.until([&] { return gateway.redis({"ZCARD", "bff:owner:anna"}).integer == 3; });
}

TEST_F(RedisSessions, AreListedHoweverManyThereAre) {
  Gateway gateway{server_->port()};
  std::size_t added = 0;
  for (int i = 0; i < 250; ++i) {
    gateway.store().add(session("s" + std::to_string(i)), [&](const Result<void>&) { ++added; });
  }
  auto store = gateway.calls();
  store.until([&] { return added == 250; });
  EXPECT_THAT(store.owned("anna"), testing::SizeIs(250));
}

// Each of a store's questions, by what comes back.
std::vector<std::string> ask_all(Gateway& gateway) {
  std::vector<std::string> answers;
  const auto told = [&](const char* what) {
    return [&answers, what](const auto& result) {
      const bool away = !result && result.error().code == Errc::upstream_unavailable;
      answers.push_back(std::string{what} + (away ? " unavailable" : " answered"));
    };
  };
  auto& store = gateway.store();
  store.add(session("x"), told("add"));
  store.find("x", told("find"));
  store.replace(session("x"), told("replace"));
  store.remove("x", told("remove"));
  store.find_owned("anna", told("owned"));
  store.find_provided("sid-1", told("provided"));
  store.claim("x", "me", 1s, told("claim"));
  store.use_once("w", 1s, told("once"));
  bff::test::run_until(gateway.loop(), [&] { return answers.size() == 8; });
  return answers;
}

// docs/operations.md shows an account with what is needed, of sessions and of API keys.
TEST_F(RedisSessions, NeedNoMoreRightsThanTheDocsSay) {
  const std::string docs = bff::test::read_file(BFF_SOURCE_DIR "/docs/operations.md");
  const std::size_t begin = docs.find("user bff on >PASSWORD");
  ASSERT_NE(begin, docs.npos);
  const RedisServer server{{.more = docs.substr(begin, docs.find('\n', begin) + 1 - begin)}};
  Gateway gateway{server.port(), "bff:", "bff", "PASSWORD"};
  for (const auto& answer : ask_all(gateway)) EXPECT_THAT(answer, testing::EndsWith("answered"));
  gateway.calls().claim("y", "me", 1h);
  gateway.store().release("y", "me");
  EXPECT_TRUE(gateway.calls().claim("y", "another", 1h));
  auth::ApiKey key{.subject = "41"};
  auth::make_api_key(key);
  gateway.redis(add_api_key("bff:", key));
  gateway.redis(ask_api_keys("bff:"));
  gateway.redis(ask_last_change("bff:"));
  EXPECT_EQ(gateway.redis(revoke_api_key("bff:", key.id)).integer, 1);
}

void outlive_an_outage(bool persistent) {
  RedisServer server{{.persistent = persistent}};
  Gateway gateway{server.port()};
  auto store = gateway.calls();
  store.add(session("a"));
  server.kill();
  for (const auto& answer : ask_all(gateway)) EXPECT_THAT(answer, testing::EndsWith("unavailable"));
  store.release("a", "me");  // nobody is told, and nothing fails
  server.start();
  store.until([&] { return ask_all(gateway).front() == "add answered"; });
  for (const auto& answer : ask_all(gateway)) EXPECT_THAT(answer, testing::EndsWith("answered"));
  EXPECT_EQ(store.find("a"), persistent ? "text a" : "");
  EXPECT_EQ(store.replace(session("a")), persistent);
}

TEST_F(RedisSessions, OutliveAnOutageWithPersistence) { outlive_an_outage(true); }
TEST_F(RedisSessions, AreGoneWithAServerThatKeepsNothing) { outlive_an_outage(false); }

}  // namespace
}  // namespace bff::runtime
