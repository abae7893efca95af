// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>

#include "e2e/sessions/session_world.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;

using Session = SessionWorld;

TEST_F(Session, IsRefreshedOnceHoweverManyAsk) {
  start(", scope: [openid, offline_access], refresh_ahead: 2s", {"--access-life", "3"});
  Browser browser;
  log_in(browser, 7);
  std::this_thread::sleep_for(std::chrono::milliseconds{3'200});
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&, mine = browser]() mutable {
      for (int n = 0; n < 5; ++n) good += me(mine).status == 200 ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 100);
  const std::string log = gateways[0]->process().output();
  std::size_t refreshes = 0;
  for (auto at = log.find("session_refreshed"); at != log.npos;
       at = log.find("session_refreshed", at + 1)) {
    ++refreshes;
  }
  // One at its end; more only if the hundred took longer than a token lives.
  EXPECT_GE(refreshes, 1U);
  EXPECT_LE(refreshes, 3U);
}

TEST_F(Session, EndsByLogoutHereAndThere) {
  start();
  Browser browser;
  log_in(browser, 7);
  const auto answer = browser.post(at("/auth/logout"), {}, own_script()).answer;
  EXPECT_EQ(answer.status, 200) << answer.body;
  const std::string location = json_of(answer)["location"];
  EXPECT_THAT(location, testing::StartsWith(provider->issuer() + "/end_session?client_id=web"));
  EXPECT_THAT(location, Not(HasSubstr("id_token")));
  EXPECT_FALSE(has_session(browser));
  EXPECT_EQ(me(browser).status, 401);
  const auto metrics = request(gateways[0]->admin_port(), "GET", "/metrics").body;
  for (const std::string event : {"login", "logout"}) {
    EXPECT_THAT(metrics, HasSubstr("\nbff_session_events_total{event=\"" + event + "\"} 1\n"));
  }
  EXPECT_THAT(metrics, HasSubstr("\nbff_session_events_total{event=\"login_failed\"} 0\n"));
}

TEST_F(Session, EndsByTheLinkThatItsOwnPagesHave) {
  start();
  Browser browser;
  log_in(browser, 7);
  EXPECT_EQ(browser.get(at("/auth/logout")).answer.status, 403);
  EXPECT_EQ(browser.get(at("/auth/logout?sid=guess")).answer.status, 403);
  EXPECT_EQ(me(browser).status, 200);
  const auto answer = browser.get(at(session(browser)["logout_url"])).answer;
  EXPECT_EQ(answer.status, 302);
  EXPECT_THAT(answer.get_header_value("location"), testing::StartsWith(provider->issuer()));
  EXPECT_EQ(me(browser).status, 401);
}

TEST_F(Session, EndsWhenTheProviderSaysSo) {
  start();
  Browser browser, other;
  log_in(browser, 7);
  log_in(other, 7);
  auto page = browser.get(provider->issuer() + "/end_session?client_id=web");
  const std::string button = "name=\"confirmation\" value=\"";
  const auto begin = page.answer.body.find(button) + button.size();
  ASSERT_GT(begin, button.size());
  browser.submit(page, {{"confirmation", page.answer.body.substr(
                                             begin, page.answer.body.find('"', begin) - begin)}});
  EXPECT_TRUE(eventually([&] { return me(browser).status == 401; }));
  EXPECT_EQ(me(other).status, 200) << "of another login at the provider";
}

TEST_F(Session, EndsByFrontChannel) {
  start();
  Browser browser;
  log_in(browser, 7);
  const std::string sid = session(browser)["claims"]["sid"];
  const auto iss = "iss=" + httplib::detail::encode_query_param(provider->issuer());
  Browser frame;
  EXPECT_EQ(frame.get(at("/auth/frontchannel-logout?iss=x&sid=" + sid)).answer.status, 400);
  EXPECT_EQ(me(browser).status, 200);
  EXPECT_EQ(frame.get(at("/auth/frontchannel-logout?" + iss + "&sid=" + sid)).answer.status, 200);
  EXPECT_TRUE(eventually([&] { return me(browser).status == 401; }));
}

TEST_F(Session, IsListedAndRevokedByOperators) {
  start();
  Browser browser, other;
  log_in(browser, 7);
  log_in(other, 7);
  const int admin = gateways[0]->admin_port();
  const auto all = json_of(request(admin, "GET", "/sessions?subject=7"));
  ASSERT_EQ(all["sessions"].size(), 2U);
  EXPECT_EQ(request(admin, "GET", "/sessions").status, 400);
  EXPECT_THAT(all.dump(), Not(HasSubstr(browser.cookies[{"127.0.0.1", "bff"}].substr(2))));
  const std::string key = all["sessions"][0]["key"];
  EXPECT_EQ(request(admin, "DELETE", "/sessions?key=" + key).body, R"({"ended":1})");
  EXPECT_TRUE(eventually([&] { return me(browser).status + me(other).status == 601; }));
  EXPECT_EQ(request(admin, "DELETE", "/sessions?subject=7").body, R"({"ended":1})");
  EXPECT_TRUE(eventually([&] { return me(browser).status + me(other).status == 802; }));
  EXPECT_EQ(gateways[0]->event("session_revoked")["reason"], "operator");
}

TEST_F(Session, TakesNothingThatAnotherSiteMaySend) {
  start();
  Browser browser;
  log_in(browser, 7);
  const httplib::Headers bad[] = {{},
                                  {{"origin", kHome}},
                                  {{"x-bff-csrf", "1"}, {"origin", "http://evil.example"}},
                                  {{"x-bff-csrf", "1"}, {"origin", "null"}},
                                  {{"x-bff-csrf", "1"}, {"sec-fetch-site", "cross-site"}},
                                  {{"x-bff-csrf", "1"}, {"sec-fetch-site", "same-site"}},
                                  {{"x-bff-csrf", "2"}}};
  for (const auto& headers : bad) {
    const auto answer = browser.post(at("/v1/me"), {}, headers).answer;
    // The content that forms have is refused before the session is looked at.
    EXPECT_EQ(answer.status, 403) << answer.body;
    EXPECT_FALSE(gateways[0]->access_line("/v1/me").contains("calls"));
  }
  EXPECT_EQ(browser.post(at("/v1/me"), {}, own_script()).answer.status, 200);
  EXPECT_EQ(browser.get(at("/v1/me"), {{"sec-fetch-site", "cross-site"}}).answer.status, 403);
  EXPECT_EQ(browser.get(at("/v1/me"), {{"sec-fetch-site", "same-origin"}}).answer.status, 200);
  EXPECT_EQ(browser.post(at("/auth/logout"), {}, {}).answer.status, 403);
  EXPECT_EQ(me(browser).status, 200);
}

TEST_F(Session, IsNoneWhenItsCookieIsAmbiguous) {
  start();
  Browser browser;
  log_in(browser, 7);
  const std::string good = browser.cookies[{"127.0.0.1", "bff"}];
  Browser none;
  for (const std::string& cookies :
       std::vector<std::string>{"bff=" + good + "; bff=1.planted", "bff=1.planted; bff=" + good,
                                "bff=" + good + "; bff-1=planted", "bff-1=" + good}) {
    EXPECT_EQ(none.get(at("/v1/me"), {{"cookie", cookies}}).answer.status, 401) << cookies;
  }
  EXPECT_EQ(none.get(at("/v1/me"), {{"cookie", "a=b; bff=" + good + "; c=d"}}).answer.status, 200);
  // Where nobody has to be logged in, a session that has ended is nobody's.
  EXPECT_EQ(json_of(none.get(at("/v1/anybody"), {{"cookie", "bff=1.gone"}}).answer)["sub"],
            nullptr);
  EXPECT_EQ(json_of(browser.get(at("/v1/anybody")).answer)["sub"], "7");
}

TEST_F(Session, IsNoneWhenAnythingOfItsCookieIsChanged) {
  start(", store: cookie, keys_file: keys");
  Browser browser, none;
  log_in(browser, 7);
  const std::string good = browser.cookies[{"127.0.0.1", "bff"}];
  std::set<std::string> answers;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto answer = none.get(at("/v1/me"), {{"cookie", "bff=" + changed}}).answer;
    auto problem = json_of(answer);
    problem.erase("request_id");
    // The count of its parts in front is read before anything is opened.
    if (i > 1) answers.insert(std::to_string(answer.status) + problem.dump());
    EXPECT_EQ(answer.status, 401) << i;
  }
  EXPECT_EQ(answers.size(), 1U) << "what was wrong is nobody's business";
}

TEST_F(Session, StandsBesideOtherCredentials) {
  start();
  Browser browser;
  log_in(browser, 7);
  const auto status = [&](const std::string& path, const std::string& authorization) {
    return browser.get(at(path), {{"authorization", authorization}}).answer.status;
  };
  EXPECT_EQ(status("/v1/me", "Basic dXNlcjpwYXNz"), 200) << "for a proxy in front";
  EXPECT_EQ(status("/v1/me", "Bearer e30.e30.AA"), 401) << "tokens are asked first";
  EXPECT_EQ(status("/v1/me?access_token=e30.e30.AA", "Bearer e30.e30.AA"), 401);
  EXPECT_EQ(status("/v1/mine", "Bearer e30.e30.AA"), 200) << "the route takes sessions alone";
  Browser nobody;
  EXPECT_EQ(nobody.get(at("/v1/me"), {{"authorization", "Basic dXNlcjpwYXNz"}}).answer.status, 401);
  EXPECT_EQ(me(browser).status, 200);
}

TEST_F(Session, MayLiveInCookiesAlone) {
  start(", scope: [openid, offline_access], store: cookie, keys_file: keys, refresh_ahead: 2s",
        {"--access-life", "3"});
  Browser browser;
  log_in(browser, 7);
  EXPECT_EQ(me(browser).status, 200);
  // Another gateway that has the keys knows it.
  add_gateway();
  EXPECT_EQ(me(browser, 1).status, 200);
  const auto before = browser.cookies;
  EXPECT_TRUE(eventually([&] { return me(browser).status == 200 && browser.cookies != before; }));
  EXPECT_EQ(me(browser, 1).status, 200);
  // Keys rotate: a new one seals, the old one opens for a while.
  folder.write("keys", std::string(64, '2') + "\n" + std::string(64, '1') + "\n");
  gateways[0]->process().signal(SIGHUP);
  gateways[0]->event("reloaded");
  for (int i = 0; i < 8; ++i) EXPECT_EQ(me(browser).status, 200) << "by either worker";
  // Without its key it is none, and the browser is told to forget it.
  folder.write("keys", std::string(64, '3') + "\n");
  gateways[0]->process().signal(SIGHUP);
  gateways[0]->event("reloaded");
  EXPECT_EQ(me(browser).status, 401);
  EXPECT_FALSE(has_session(browser));
  Browser provider_side;
  EXPECT_EQ(provider_side.post(at("/auth/backchannel-logout"), {}, {}).answer.status, 404);
}

TEST_F(Session, OutlivesAReload) {
  start();
  Browser browser;
  log_in(browser, 7);
  const auto pending = callback_of(browser, 7);
  gateways[0]->process().signal(SIGHUP);
  gateways[0]->event("reloaded");
  EXPECT_EQ(me(browser).status, 200);
  EXPECT_EQ(browser.get(pending).answer.status, 302) << "a login that was under way";
}

TEST_F(Session, EndsWhenItIsNotUsed) {
  start(", idle: 2s");
  Browser browser;
  log_in(browser, 7);
  for (int i = 0; i < 6; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    EXPECT_EQ(me(browser).status, 200);
  }
  // To ask who is logged in is no use of it.
  EXPECT_TRUE(eventually([&] { return session(browser)["authenticated"] == false; }));
  EXPECT_EQ(me(browser).status, 401);
}

}  // namespace
}  // namespace bff::test
