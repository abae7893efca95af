// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <set>

#include "e2e/sessions/session_world.hpp"

namespace bff::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using Login = SessionWorld;

std::string session_cookie(const httplib::Response& answer) {
  for (std::size_t i = 0; i < answer.get_header_value_count("set-cookie"); ++i) {
    const auto cookie = answer.get_header_value("set-cookie", i);
    if (cookie.starts_with("bff=")) return cookie;
  }
  return "";
}

TEST_F(Login, OpensASessionThatRoutesKnow) {
  start();
  Browser browser;
  EXPECT_EQ(me(browser).status, 401);
  EXPECT_EQ(session(browser).dump(), R"({"authenticated":false})");
  const auto page = log_in(browser, 7, "?return_to=/orders%3Fpage%3D2");
  EXPECT_EQ(page.answer.status, 302);
  EXPECT_EQ(page.answer.get_header_value("location"), "/orders?page=2");
  EXPECT_EQ(page.answer.get_header_value("cache-control"), "no-store");
  EXPECT_THAT(session_cookie(page.answer),
              AllOf(HasSubstr("; Path=/; HttpOnly; SameSite=Lax"), Not(HasSubstr("Domain"))));
  EXPECT_EQ(browser.cookies.size(), 2U) << "the session's and the provider's: none of the attempt";

  const auto answer = me(browser);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"id":"7"})");
  EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
  const auto known = session(browser);
  EXPECT_EQ(known["authenticated"], true);
  EXPECT_EQ(known["sub"], "7");
  EXPECT_EQ(known["claims"]["iss"], provider->issuer());
  EXPECT_FALSE(known["claims"].contains("nonce"));
  EXPECT_GT(known["expires_at"], 0);
  const auto event = gateways[0]->event("login");
  EXPECT_EQ(event["subject"], "7");
  EXPECT_EQ(event["address"], "127.0.0.1");
}

TEST_F(Login, LetsNoTokenOut) {
  start("", {"--access-life", "2"});
  Browser browser;
  std::string seen;
  const auto see = [&](const httplib::Response& answer) {
    for (const auto& [name, value] : answer.headers) seen += name + ": " + value + "\n";
    seen += answer.body;
  };
  const auto target = callback_of(browser, 7);
  see(browser.get(target).answer);
  see(browser.get(at("/auth/session")).answer);
  see(me(browser));
  see(browser.post(at("/auth/logout"), {}, own_script()).answer);
  see(me(browser));
  // Every JSON Web Token begins so; the code and the client's secret are none of the browser's
  // either, once they are used.
  EXPECT_THAT(seen, Not(HasSubstr("eyJ")));
  const std::string log = gateways[0]->process().output();
  EXPECT_THAT(log, Not(HasSubstr("eyJ")));
  EXPECT_THAT(log, Not(HasSubstr("kept by the gateway")));
  EXPECT_THAT(log, Not(HasSubstr(target.substr(target.find("code=") + 5, 16))));
}

TEST_F(Login, OfSeveralTabsAtOnceWorks) {
  start();
  Browser browser;
  const auto first = callback_of(browser, 7, "?return_to=/first");
  const auto second = callback_of(browser, 7, "?return_to=/second");
  EXPECT_EQ(browser.get(first).answer.get_header_value("location"), "/first");
  EXPECT_EQ(browser.get(second).answer.get_header_value("location"), "/second");
  EXPECT_EQ(me(browser).status, 200);
}

TEST_F(Login, OfAnotherBrowserIsRefused) {
  start();
  Browser attacker, victim;
  const auto theirs = callback_of(attacker, 8);
  const auto page = victim.get(theirs);
  EXPECT_EQ(page.answer.status, 400);
  EXPECT_EQ(json_of(page.answer)["type"], "urn:bff:login-failed");
  EXPECT_FALSE(has_session(victim));
  // Nor is a code good twice, nor any that nobody gave.
  const auto own = callback_of(victim, 7);
  EXPECT_EQ(victim.get(own).answer.status, 302);
  EXPECT_EQ(victim.get(own).answer.status, 400);
  auto forged = callback_of(victim, 7);
  forged.replace(forged.find("code=") + 5, 8, "ABCDEFGH");
  EXPECT_EQ(victim.get(forged).answer.status, 400);
  auto foreign = callback_of(victim, 7) + "&iss=http%3A%2F%2Fevil.example";
  EXPECT_EQ(victim.get(foreign).answer.status, 400);
  EXPECT_EQ(gateways[0]->event("login_failed")["address"], "127.0.0.1");
}

TEST_F(Login, ReturnsToThisSiteOnly) {
  start();
  for (const std::string evil :
       {"//evil.example", "https://evil.example", "/%5Cevil.example", "/%09/evil.example",
        "%2F%2Fevil.example", "javascript:alert(1)"}) {
    Browser browser;
    EXPECT_EQ(log_in(browser, 7, "?return_to=" + evil).answer.get_header_value("location"), "/")
        << evil;
  }
}

TEST_F(Login, GivesTheSessionAnotherIdAndEndsTheOneBefore) {
  start();
  Browser browser;
  log_in(browser, 7);
  const auto before = browser.cookies;
  log_in(browser, 7);
  EXPECT_NE((browser.cookies[{"127.0.0.1", "bff"}]), (before.at({"127.0.0.1", "bff"})));
  Browser old;
  old.cookies = before;
  EXPECT_TRUE(eventually([&] { return me(old).status == 401; }));
  EXPECT_EQ(me(browser).status, 200);
}

TEST_F(Login, IsNotToBeHadWhileTheProviderIsAway) {
  start();
  Browser browser, other;
  log_in(browser, 7);
  provider->process().signal(SIGKILL);
  ASSERT_TRUE(provider->process().wait());
  const auto pending = at("/auth/callback?code=x&state=y");
  EXPECT_EQ(other.get(pending).answer.status, 400);
  const auto begun = other.get(at("/auth/login")).answer;
  EXPECT_THAT(begun.status, testing::AnyOf(302, 503)) << begun.body;
  EXPECT_EQ(me(browser).status, 200);
}

TEST_F(Login, ThatThePersonGaveUpSaysSo) {
  start();
  Browser browser;
  const auto page = browser.open(at("/auth/login?prompt=none"), kHome);
  const auto target = page.location();
  ASSERT_THAT(target, HasSubstr("error=login_required"));
  const auto answer = browser.get(at(target.substr(std::string{kHome}.size()))).answer;
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("login_required"));
}

TEST_F(Login, MayFailOnAPageOfTheApp) {
  start(", after_error: /sorry");
  Browser browser;
  const auto answer = browser.get(at("/auth/callback?state=x&code=y")).answer;
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.get_header_value("location"), "/sorry?error=login_failed");
}

}  // namespace
}  // namespace bff::test
