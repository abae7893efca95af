// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "auth/form.hpp"
#include "e2e/identity/relying_party.hpp"
#include "support/http.hpp"

namespace bff::test {
namespace {

using testing::ElementsAre;

class Tokens : public testing::Test {
 protected:
  static void expect_refused(const httplib::Response& answer, const std::string& error,
                             int status = 400) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(json_of(answer)["error"], error) << answer.body;
    EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
  }

  DemoIdentity provider_{
      {RelyingParty::client("web"), RelyingParty::client("other"), RelyingParty::client("app")}};
  RelyingParty party_{provider_};
  Browser browser_;
};

TEST_F(Tokens, TellWhoHasLoggedIn) {
  const auto before = std::time(nullptr);
  const auto answer =
      party_.redeem(party_.log_in(browser_, 7, {.acr_values = "gold", .max_age = "600"}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto tokens = json_of(answer);
  EXPECT_EQ(tokens["token_type"], "Bearer");
  EXPECT_EQ(tokens["expires_in"], 300);
  EXPECT_EQ(tokens["scope"], RelyingParty::kScope);

  const auto id = party_.verify(tokens["id_token"], "web");
  ASSERT_TRUE(id.has_value()) << id.error().internal;
  EXPECT_EQ(id->subject, "7");
  EXPECT_EQ(id->claims.at("nonce"), party_.attempt.nonce);
  EXPECT_EQ(id->claims.at("acr"), "gold");
  EXPECT_GE(std::stoll(id->claims.at("auth_time")), before);
  EXPECT_NE(id->claims.at("name"), "");
  EXPECT_EQ(id->claim("email"), nullptr) << "for which no scope was asked";

  const auto access = party_.verify(tokens["access_token"], "shop");
  ASSERT_TRUE(access.has_value()) << access.error().internal;
  EXPECT_EQ(access->subject, "7");
  EXPECT_EQ(access->claims.at("client_id"), "web");
  EXPECT_EQ(access->claims.at("sid"), id->claims.at("sid"));
  EXPECT_THAT(access->scopes, ElementsAre("openid", "profile", "offline_access", "orders.read"));
}

TEST_F(Tokens, OfOneBrowserAreOfOneSession) {
  const auto sid = [&](const nlohmann::json& tokens) {
    return party_.verify(tokens["id_token"], "web")->claims.at("sid");
  };
  const auto first = sid(json_of(party_.redeem(party_.log_in(browser_, 7))));
  EXPECT_EQ(sid(json_of(party_.redeem(party_.pass(browser_)))), first);
  Browser elsewhere;
  EXPECT_NE(sid(party_.tokens(elsewhere, 7)), first);
  EXPECT_NE(sid(json_of(party_.redeem(party_.log_in(browser_, 8, {.prompt = "login"})))), first);
}

TEST_F(Tokens, ComeOfACodeOnce) {
  const auto callback = party_.log_in(browser_, 7);
  const auto tokens = json_of(party_.redeem(callback));
  EXPECT_EQ(party_.introspect(tokens["access_token"])["active"], true);
  expect_refused(party_.redeem(callback), "invalid_grant");
  EXPECT_EQ(party_.introspect(tokens["access_token"])["active"], false) << "they may be stolen";
  expect_refused(party_.refresh(tokens["refresh_token"]), "invalid_grant");
}

TEST_F(Tokens, AreOnlyForWhoBeganTheLogin) {
  auto callback = party_.log_in(browser_, 7);
  expect_refused(RelyingParty(provider_, "other").redeem(callback), "invalid_grant");
  const auto verifier = party_.attempt.verifier;
  party_.attempt.verifier += "x";
  expect_refused(party_.redeem(callback), "invalid_grant");
  party_.attempt.verifier = verifier;
  expect_refused(party_.redeem(callback), "invalid_grant");

  callback = party_.pass(browser_);
  const auto grant = auth::code_grant({.redirect_uri = "http://127.0.0.1:1/auth/callback2"},
                                      party_.attempt, value_of(callback, "code"));
  expect_refused(party_.post("/token", grant), "invalid_grant");
  expect_refused(party_.post("/token", "grant_type=password"), "unsupported_grant_type");
  expect_refused(party_.post("/token", "grant_type=a&grant_type=b"), "invalid_request");
}

TEST_F(Tokens, AreOnlyForWhoProvesToBeTheClient) {
  const auto ask = [&](const std::string& authorization, const std::string& form) {
    httplib::Headers headers{{"content-type", "application/x-www-form-urlencoded"}};
    if (!authorization.empty()) headers.emplace("authorization", authorization);
    return request(provider_.port(), "POST", "/token", headers, "grant_type=refresh_token&" + form);
  };
  for (const auto& [authorization, form] : std::vector<std::pair<std::string, std::string>>{
           {"", "client_id=web"},
           {"", ""},
           {"", "client_id=nobody"},
           {auth::basic_credentials("web", "s p:c"), ""},
           {auth::basic_credentials("nobody", ""), ""},
           {auth::basic_credentials("web", "s p:c%"), "client_id=other"},
           {"Basic ???", ""},
           {"Bearer x", "client_id=app"}}) {
    const auto answer = ask(authorization, form);
    expect_refused(answer, "invalid_client", 401);
    EXPECT_EQ(answer.get_header_value("www-authenticate"), "Basic realm=\"demo-identity\"");
  }
  RelyingParty app{provider_, "app"};
  EXPECT_EQ(app.redeem(app.log_in(browser_, 7)).status, 200) << "PKCE is its proof";
}

TEST_F(Tokens, AreRefreshedByATokenThatRotates) {
  const auto first = party_.tokens(browser_, 7);
  const auto answer = party_.refresh(first["refresh_token"]);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto second = json_of(answer);
  EXPECT_NE(second["refresh_token"], first["refresh_token"]);
  EXPECT_NE(second["access_token"], first["access_token"]);
  const auto id = party_.verify(second["id_token"], "web");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->claim("nonce"), nullptr);
  EXPECT_EQ(id->claims.at("auth_time"),
            party_.verify(first["id_token"], "web")->claims.at("auth_time"));

  const std::string newest = json_of(party_.refresh(second["refresh_token"]))["refresh_token"];
  expect_refused(party_.refresh(first["refresh_token"]), "invalid_grant");
  expect_refused(party_.refresh(newest), "invalid_grant");
  EXPECT_EQ(party_.introspect(second["access_token"])["active"], false);
}

TEST_F(Tokens, AreRefreshedOnlyForTheirClientAndScope) {
  const std::string token = party_.tokens(browser_, 7)["refresh_token"];
  expect_refused(RelyingParty(provider_, "other").refresh(token), "invalid_grant");
  const auto narrower =
      party_.post("/token", auth::refresh_grant(token) + "&scope=openid+orders.read");
  ASSERT_EQ(narrower.status, 200) << narrower.body;
  const auto tokens = json_of(narrower);
  EXPECT_EQ(tokens["scope"], "openid orders.read");
  const std::string next = tokens["refresh_token"];
  expect_refused(party_.post("/token", auth::refresh_grant(next) + "&scope=openid+admin"),
                 "invalid_scope");
}

}  // namespace
}  // namespace bff::test
