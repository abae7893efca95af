// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "auth/form.hpp"
#include "e2e/identity/relying_party.hpp"
#include "support/http.hpp"

namespace bff::test {
namespace {

class IssuedTokens : public testing::Test {
 protected:
  httplib::Response user_info(const std::string& token) const {
    return get(provider_.port(), "/userinfo", token);
  }
  int revoke(const RelyingParty& party, const std::string& token) const {
    return party.post("/revoke", auth::form_encode({{"token", token}})).status;
  }
  bool is_active(const std::string& token) const { return party_.introspect(token)["active"]; }

  DemoIdentity provider_{{RelyingParty::client("web"), RelyingParty::client("app")}};
  RelyingParty party_{provider_};
  Browser browser_;
};

TEST_F(IssuedTokens, AreIntrospectedByClientsWithASecret) {
  const auto tokens = party_.tokens(browser_, 7);
  const auto access = party_.introspect(tokens["access_token"]);
  EXPECT_EQ(access["active"], true);
  EXPECT_EQ(access["sub"], "7");
  EXPECT_EQ(access["aud"], "shop");
  EXPECT_EQ(access["client_id"], "web");
  EXPECT_EQ(access["scope"], RelyingParty::kScope);
  EXPECT_EQ(access["exp"].get<int>() - access["iat"].get<int>(), 300);
  EXPECT_TRUE(is_active(tokens["refresh_token"]));
  EXPECT_EQ(party_.introspect("nonsense"), nlohmann::json({{"active", false}}));
  EXPECT_EQ(RelyingParty(provider_, "app").post("/introspect", "token=x").status, 401);
}

TEST_F(IssuedTokens, TellWhoTheUserIs) {
  const auto answer = user_info(party_.tokens(browser_, 7)["access_token"]);
  EXPECT_EQ(json_of(answer)["sub"], "7");
  EXPECT_NE(json_of(answer)["name"], "");
  const auto refused = user_info("nonsense");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.get_header_value("www-authenticate"), "Bearer error=\"invalid_token\"");
}

TEST_F(IssuedTokens, CanBeRevokedByTheirClient) {
  const auto tokens = party_.tokens(browser_, 7);
  EXPECT_EQ(revoke(RelyingParty(provider_, "app"), tokens["refresh_token"]), 200);
  EXPECT_TRUE(is_active(tokens["refresh_token"])) << "it is another's";
  EXPECT_EQ(revoke(party_, tokens["access_token"]), 200);
  EXPECT_FALSE(is_active(tokens["access_token"]));
  EXPECT_EQ(user_info(tokens["access_token"]).status, 401);

  const auto refreshed = json_of(party_.refresh(tokens["refresh_token"]));
  EXPECT_EQ(revoke(party_, refreshed["refresh_token"]), 200);
  EXPECT_FALSE(is_active(refreshed["access_token"])) << "it goes with its refresh token";
  EXPECT_EQ(party_.refresh(refreshed["refresh_token"]).status, 400);
  EXPECT_EQ(revoke(party_, "nonsense"), 200);
}

TEST(ShortOpaqueTokens, EndByThemselves) {
  const DemoIdentity provider{{RelyingParty::client("web")}, {"--opaque", "--access-life", "1"}};
  RelyingParty party{provider};
  Browser browser;
  const auto tokens = party.tokens(browser, 7);
  const std::string access = tokens["access_token"];
  EXPECT_EQ(tokens["expires_in"], 1);
  EXPECT_EQ(access.find('.'), std::string::npos) << "no JWT";
  for (int i = 0; party.introspect(access)["active"] == true; ++i) {
    ASSERT_LT(i, 1000);
    std::this_thread::sleep_for(std::chrono::milliseconds{30});
  }
  EXPECT_EQ(get(provider.port(), "/userinfo", access).status, 401);
  EXPECT_EQ(party.refresh(tokens["refresh_token"]).status, 200);
}

}  // namespace
}  // namespace bff::test
