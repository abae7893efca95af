// SPDX-License-Identifier: Apache-2.0
// Tokens that the issuer is asked about (RFC 7662).
#include <gmock/gmock.h>
#include <signal.h>

#include "e2e/bearer/issuer_world.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Mood = IdentityProvider::Mood;

const std::string kToken = "2YotnFZFEjr1zCsicMWpAA";

class AskedTokens : public IssuerWorld {
 protected:
  // The issuer is there before anybody is asked.
  AskedTokens() { provider = std::make_unique<IdentityProvider>(); }

  void start_asking(const std::string& members, const std::string& more = "") {
    const auto secret = write_secret(secret_);
    start(more + ", introspection: { url: true, client_id: gw, client_secret_file: \"" + secret +
              "\"" + members + " }",
          std::nullopt, "  attempts: off\n");
  }
  std::string write_secret(const std::string& secret) {
    return folder_.write("secret", secret + "\n").string();
  }
  double asked(const std::string& result) const {
    return metric("bff_introspections_total{issuer=\"" + provider->issuer() + "\",result=\"" +
                  result + "\"}");
  }

  std::string secret_ = "s&cret";

 private:
  TempFolder folder_;
};

TEST_F(AskedTokens, AreAskedAboutOnceForManyRequests) {
  provider->tell_of(kToken, provider->active(R"("scope":"a b")"));
  start_asking(", timeout: 10s");
  provider->set(Mood::hangs);  // until all are there
  std::atomic<int> good{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back([&] { good += status(kToken) == 200 ? 1 : 0; });
  }
  EXPECT_TRUE(eventually([&] { return metric("bff_connections") >= 100; }));
  provider->set(Mood::well);
  for (auto& client : clients) client.join();
  EXPECT_EQ(good, 100);
  EXPECT_EQ(provider->questions(), 1);
  EXPECT_EQ(json_of(me(kToken))["id"], "1");
  EXPECT_EQ(provider->questions(), 1);
  EXPECT_EQ(asked("active"), 1);
}

TEST_F(AskedTokens, AreRefusedWhereTheyAreNotActive) {
  provider->tell_of("foreign", R"({"active":true,"aud":"other"})");
  start_asking("");
  for (int i = 0; i < 3; ++i) {
    const auto answer = me(kToken);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(json_of(answer)["type"], "urn:bff:invalid-token");
    EXPECT_THAT(answer.get_header_value("www-authenticate"), HasSubstr("invalid_token"));
  }
  EXPECT_EQ(provider->questions(), 1);
  EXPECT_EQ(status("foreign"), 401);
  EXPECT_EQ(status(provider->token()), 200) << "a JWT of the issuer's keys";
  EXPECT_EQ(provider->questions(), 2) << "nobody is asked about that one";
  const auto line = gateway->event("refused");
  EXPECT_EQ(line["log"], "audit");
  EXPECT_THAT(line["cause"].get<std::string>(), HasSubstr("not active"));
  EXPECT_THAT(gateway->process().output(), Not(HasSubstr(kToken)));
}

TEST_F(AskedTokens, EndWhenTheyAreRevoked) {
  provider->tell_of(kToken, provider->active());
  start_asking(", cache: 1s, negative_cache: 1s");
  EXPECT_EQ(status(kToken), 200);
  provider->tell_of(kToken, R"({"active":false})");
  EXPECT_TRUE(eventually([&] { return status(kToken) == 401; }));
  provider->tell_of(kToken, provider->active());
  EXPECT_TRUE(eventually([&] { return status(kToken) == 200; }));
}

TEST_F(AskedTokens, GoOnWithoutTheirIssuerAsLongAsTheyWouldHave) {
  provider->tell_of(kToken, provider->active());
  start_asking(", cache: 1h, timeout: 500ms");
  EXPECT_EQ(status(kToken), 200);
  for (const auto mood : {Mood::fails, Mood::hangs}) {
    provider->set(mood);
    EXPECT_EQ(status(kToken), 200);
    const auto answer = me("another");
    EXPECT_EQ(answer.status, 503) << "whether it holds cannot be told";
    EXPECT_EQ(json_of(answer)["type"], "urn:bff:upstream-unavailable");
    EXPECT_EQ(answer.get_header_value("retry-after"), "5");
    EXPECT_FALSE(answer.has_header("www-authenticate"));
  }
  EXPECT_THAT(gateway->event("introspection_failed")["reason"].get<std::string>(),
              HasSubstr("status 500"));
  EXPECT_GE(asked("failed"), 2);
  provider->set(Mood::well);
  EXPECT_EQ(status("another"), 401);
  EXPECT_EQ(gateway->event("introspection_works")["issuer"], provider->issuer());
  gateway->process().signal(SIGHUP);
  gateway->event("reloaded");
  const int before = provider->questions();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(status(kToken), 200);
  EXPECT_EQ(provider->questions(), before) << "answers outlive a reload";
}

TEST_F(AskedTokens, AreAskedAboutWithTheNewestSecret) {
  provider->tell_of(kToken, provider->active());
  secret_ = "not yet";
  start_asking("");
  EXPECT_EQ(status(kToken), 503);
  EXPECT_THAT(gateway->event("introspection_failed")["reason"].get<std::string>(),
              HasSubstr("status 401"));
  write_secret("s&cret");
  gateway->event("introspection_secret");
  EXPECT_EQ(status(kToken), 200);
}

TEST_F(AskedTokens, MayBeJwts) {
  const auto good = provider->token(), revoked = provider->token(R"("jti":"2")");
  provider->tell_of(good, R"({"active":true})");
  start_asking(", always: true");
  EXPECT_EQ(status(good), 200);
  EXPECT_EQ(status(revoked), 401);
  EXPECT_EQ(provider->questions(), 2);
  EXPECT_EQ(status(provider->token(R"("aud":"x")")), 401);
  EXPECT_EQ(provider->questions(), 2) << "one that does not hold is not asked about";
}

}  // namespace
}  // namespace bff::test
