// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <signal.h>

#include <map>
#include <mutex>

#include "e2e/bearer/issuer_world.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using Mood = IdentityProvider::Mood;

class FetchedKeys : public IssuerWorld {
 protected:
  // Behind this a token may bring a fetch about again. The gateway began its last one before the
  // provider saw it.
  void wait_for_refetch() const {
    std::this_thread::sleep_until(provider->last_fetch() + std::chrono::milliseconds{1100});
  }
  std::string label(const std::string& more = "") const {
    return "{issuer=\"" + provider->issuer() + "\"" + more + "}";
  }
};

TEST_F(FetchedKeys, AreFoundByDiscoveryOverTls) {
  const TestCa ca;
  start(", ca: \"" + ca.file() + "\"", ca.server("IP:127.0.0.1"));
  const auto answer = me(provider->token());
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer)["id"], "1");
  EXPECT_EQ(gateway->event("keys_fetched")["issuer"], provider->issuer());
  EXPECT_EQ(metric("bff_key_fetches_total" + label(",result=\"ok\"")), 1);

  const IdentityProvider nobody;
  EXPECT_EQ(status(nobody.token()), 401) << "an issuer that is not configured";
  EXPECT_EQ(nobody.fetches(), 0) << "and is not asked";
  EXPECT_EQ(status(provider->token(R"("aud":"x")")), 401) << "a claim twice";
}

TEST_F(FetchedKeys, AreNotTakenFromAStranger) {
  const TestCa ca, stranger;
  start(", ca: \"" + stranger.file() + "\"", ca.server("IP:127.0.0.1"));
  EXPECT_EQ(status(provider->token()), 503);
  EXPECT_THAT(gateway->event("keys_not_fetched")["reason"].get<std::string>(),
              HasSubstr("certificate"));
  EXPECT_EQ(provider->fetches(), 0);
}

// Clients ask without a pause, each with the newest token, while keys change.
TEST_F(FetchedKeys, RotateWithoutARefusal) {
  start(", refetch: 1s");
  std::atomic<bool> stop{false};
  std::atomic<int> answered{0}, refused{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      httplib::Client client{"127.0.0.1", gateway->port()};
      client.set_keep_alive(true);
      client.set_read_timeout(30);
      while (!stop) {
        const auto answer = client.Get(
            "/v1/me", httplib::Headers{{"Authorization", "Bearer " + provider->token()}});
        ++(answer && answer->status == 200 ? answered : refused);
      }
    });
  }
  for (int rotation = 0; rotation < 3; ++rotation) {
    EXPECT_TRUE(eventually([&, before = answered.load()] { return answered > before + 50; }));
    wait_for_refetch();
    const int before = provider->fetches();
    provider->rotate();
    EXPECT_TRUE(eventually([&] { return provider->fetches() > before; }));
  }
  EXPECT_TRUE(eventually([&, before = answered.load()] { return answered > before + 50; }));
  stop = true;
  for (auto& client : clients) client.join();
  EXPECT_EQ(refused, 0);
}

TEST_F(FetchedKeys, AreNotNeededToStart) {
  provider = std::make_unique<IdentityProvider>();
  provider->set(Mood::fails);
  start(", refetch: 1s");
  const auto answer = me(provider->token());
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(json_of(answer)["type"], "urn:bff:upstream-unavailable");
  EXPECT_EQ(answer.get_header_value("retry-after"), "5");
  EXPECT_FALSE(answer.has_header("www-authenticate"));
  EXPECT_THAT(gateway->event("keys_not_fetched")["reason"].get<std::string>(),
              HasSubstr("/keys: status 500"));
  provider->set(Mood::well);
  EXPECT_TRUE(eventually([&] { return status(provider->token()) == 200; }));
}

TEST_F(FetchedKeys, OutliveTheirProvider) {
  start(", refetch: 1s");
  const auto known = provider->token();
  ASSERT_EQ(status(known), 200);
  for (const auto mood : {Mood::fails, Mood::is_empty, Mood::hangs}) {
    provider->set(mood);
    wait_for_refetch();
    EXPECT_EQ(status(provider->token_of_key("unknown")), 503) << "whether it holds cannot be told";
    EXPECT_EQ(status(known), 200);
    EXPECT_EQ(status(provider->token()), 200) << "one that was not seen before";
  }
  EXPECT_GE(metric("bff_key_fetches_total" + label(",result=\"failed\"")), 1);
  provider->set(Mood::well);
  provider->rotate();
  EXPECT_TRUE(eventually([&] { return status(provider->token()) == 200; }));
}

TEST_F(FetchedKeys, StayOverAReload) {
  start();
  ASSERT_EQ(status(provider->token()), 200);
  provider->set(Mood::fails);
  gateway->process().signal(SIGHUP);
  gateway->event("reloaded");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(status(provider->token()), 200) << "on either worker";
}

class ForgedKeyNames : public FetchedKeys {
 protected:
  // Four clients send tokens of keys that nobody has, each of another one; how often which status
  // was the answer.
  std::map<int, int> flood(std::chrono::steady_clock::duration lasting) const {
    const auto body = provider->token_of_key("x");
    const auto end = std::chrono::steady_clock::now() + lasting;
    std::mutex mutex;
    std::map<int, int> answers;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&, i] {
        httplib::Client client{"127.0.0.1", gateway->port()};
        client.set_keep_alive(true);
        client.set_read_timeout(30);
        for (int n = 0; std::chrono::steady_clock::now() < end; ++n) {
          const auto header =
              auth::base64url(R"({"alg":"ES256","kid":"random-)" + std::to_string(i) + "-" +
                              std::to_string(n) + R"("})");
          const auto answer = client.Get(
              "/v1/me", httplib::Headers{
                            {"Authorization", "Bearer " + header + body.substr(body.find('.'))}});
          const std::lock_guard lock{mutex};
          ++answers[answer ? answer->status : 0];
        }
      });
    }
    for (auto& client : clients) client.join();
    return answers;
  }
};

TEST_F(ForgedKeyNames, BringNoFetchEach) {
  start("", std::nullopt, "  attempts: off\n");
  const auto good = provider->token();
  ASSERT_EQ(status(good), 200);
  for (const auto mood : {Mood::well, Mood::is_empty, Mood::fails, Mood::hangs}) {
    SCOPED_TRACE(static_cast<int>(mood));
    provider->set(mood);
    const auto begun = std::chrono::steady_clock::now();
    const int before = provider->fetches();
    std::atomic<bool> stop{false};
    std::thread bystander{[&] {
      while (!stop) {
        EXPECT_EQ(status(good), 200);
        EXPECT_EQ(status(provider->token()), 200) << "of a known key, and new";
      }
    }};
    const auto answers = flood(std::chrono::seconds{3});
    stop = true;
    bystander.join();
    const auto lasted = std::chrono::steady_clock::now() - begun;
    for (const auto& [status, times] : answers) {
      // 503: whether the token holds cannot be told now.
      EXPECT_TRUE(status == 401 || (status == 503 && mood != Mood::well)) << status << " " << times;
    }
    EXPECT_LE(provider->fetches() - before, 1 + lasted / std::chrono::seconds{10});
  }
}

// A token says where its key is, and nobody goes there.
TEST_F(ForgedKeyNames, LeadNowhere) {
  start("", std::nullopt, "  attempts: off\n");
  const IdentityProvider evil;
  const auto own = auth::SigningKey::p256();
  const auto claims = provider->token();
  const auto begin = claims.find('.') + 1;
  const std::string payload = claims.substr(begin, claims.rfind('.') - begin);
  const std::string url = evil.issuer() + "/keys";
  for (const std::string header :
       {R"({"alg":"ES256","jku":")" + url + R"("})", R"({"alg":"ES256","x5u":")" + url + R"("})",
        R"({"alg":"ES256","kid":")" + url + R"("})",
        R"({"alg":"ES256","jku":")" + url + R"(","kid":"x","jwk":)" + own.jwk() + "}",
        std::string{R"({"alg":"ES256","jku":"file:///dev/zero"})"}}) {
    const std::string message = auth::base64url(header) + "." + payload;
    EXPECT_EQ(status(message + "." + auth::base64url(own.sign(message))), 401) << header;
  }
  EXPECT_EQ(evil.requests(), 0);
}

}  // namespace
}  // namespace bff::test
