// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "e2e/sessions/session_world.hpp"
#include "support/redis_server.hpp"

namespace bff::test {
namespace {

// Two gateways over one Redis.
class Fleet : public SessionWorld {
 protected:
  void SetUp() override {
    if (!RedisServer::is_installed()) GTEST_SKIP() << RedisServer::kMissing;
    redis = std::make_unique<RedisServer>(RedisServer::Setup{.persistent = true});
    top = "redis: { url: \"redis://127.0.0.1:" + std::to_string(redis->port()) + "\" }\n";
  }
  void start_two(const std::string& more = "", const std::vector<std::string>& flags = {}) {
    start(", store: redis, fleet: true, keys_file: keys, scope: [openid, offline_access]" + more,
          flags);
    add_gateway();
  }
  // How often the provider was asked for new tokens.
  std::size_t refreshes() const {
    std::size_t all = 0;
    for (const auto& gateway : gateways) {
      for (const auto& line : gateway->process().lines()) {
        all += line.find("\"session_refreshed\"") != line.npos ? 1 : 0;
      }
    }
    return all;
  }

  std::unique_ptr<RedisServer> redis;
};

TEST_F(Fleet, KnowsTheSessionsOfAll) {
  start_two();
  Browser browser;
  log_in(browser, 7);
  EXPECT_EQ(me(browser, 1).status, 200);
  EXPECT_EQ(browser.post(at("/auth/logout", 1), {}, own_script()).answer.status, 200);
  Browser copy;
  log_in(browser, 7);
  copy.cookies = browser.cookies;
  EXPECT_EQ(me(copy, 1).status, 200);
  EXPECT_EQ(request(gateways[0]->admin_port(), "DELETE", "/sessions?subject=7").body,
            R"({"ended":1})");
  EXPECT_TRUE(eventually([&] { return me(copy, 0).status == 401 && me(copy, 1).status == 401; }));
}

// Logins take two requests, which may meet different gateways.
TEST_F(Fleet, FinishesLoginsThatAnotherHasBegun) {
  start_two();
  Browser browser;
  auto target = callback_of(browser, 7, "", 0);
  target.replace(0, at("", 0).size(), at("", 1));
  EXPECT_EQ(browser.get(target).answer.status, 302);
  EXPECT_EQ(me(browser, 0).status, 200);
}

TEST_F(Fleet, RefreshesEachSessionOnce) {
  // AddressSanitizer needs several times as long for each.
#ifdef __SANITIZE_ADDRESS__
  constexpr std::size_t kSessions = 200, kAsking = 4;
#else
  constexpr std::size_t kSessions = 1'000, kAsking = 4;
#endif
  start_two(", refresh_ahead: 1s", {"--access-life", "3600"});
  std::vector<Browser> browsers(kSessions);
  for (auto& browser : browsers) log_in(browser, 7);
  // Now each is due once its tokens are five seconds old, and new tokens not sooner again.
  const std::string config = read_file(folder / "gateway.yaml");
  auto due = config;
  due.replace(due.find("refresh_ahead: 1s"), 17, "refresh_ahead: 3595s");
  folder.write("gateway.yaml", due);
  for (const auto& gateway : gateways) {
    gateway->process().signal(SIGHUP);
    gateway->event("reloaded");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds{5'200});
  std::atomic<std::size_t> next{0}, good{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kAsking; ++i) {
    threads.emplace_back([&, i] {
      // Each session is asked for by all at about the same time, half of them at each gateway.
      for (std::size_t n = 0; n < kSessions; ++n) {
        Browser mine = browsers[n];
        good += me(mine, i % 2).status == 200 ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, kSessions * kAsking);
  EXPECT_TRUE(eventually([&] { return refreshes() >= kSessions; }));
  EXPECT_EQ(refreshes(), kSessions);
}

TEST_F(Fleet, GoesOnWhenRedisIsBack) {
  start_two();
  Browser browser, other;
  log_in(browser, 7);
  EXPECT_EQ(me(browser, 1).status, 200);
  redis->kill();
  // What a gateway knows is good for a moment; then it cannot tell, and says so.
  EXPECT_TRUE(eventually([&] { return me(browser, 1).status == 503; }));
  const auto begun = callback_of(other, 8);
  EXPECT_EQ(other.get(begun).answer.status, 503);
  EXPECT_TRUE(has_session(browser)) << "nobody is logged out";
  redis->start();
  EXPECT_TRUE(eventually([&] { return me(browser, 1).status == 200; }));
  EXPECT_TRUE(eventually([&] { return log_in(other, 8).answer.status == 302; }));
}

}  // namespace
}  // namespace bff::test
