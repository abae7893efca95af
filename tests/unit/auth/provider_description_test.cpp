// SPDX-License-Identifier: Apache-2.0
#include "auth/provider_description.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::auth {
namespace {

using testing::HasSubstr;

constexpr const char* kIssuer = "https://id.example";

std::string document(const std::string& more) {
  return R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/a",)"
         R"("token_endpoint":"https://id.example/t","jwks_uri":"https://id.example/k")" +
         more + "}";
}

TEST(ProviderDescription, SaysWhereThingsAre) {
  const auto all = read_description(
      document(R"(,"end_session_endpoint":"https://id.example/e","revocation_endpoint":"r",)"
               R"("pushed_authorization_request_endpoint":"p",)"
               R"("require_pushed_authorization_requests":true,)"
               R"("authorization_response_iss_parameter_supported":true)"),
      kIssuer);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->authorization, "https://id.example/a");
  EXPECT_EQ(all->token, "https://id.example/t");
  EXPECT_EQ(all->jwks, "https://id.example/k");
  EXPECT_EQ(all->end_session, "https://id.example/e");
  EXPECT_EQ(all->revocation, "r");
  EXPECT_EQ(all->pushed_authorization, "p");
  EXPECT_TRUE(all->wants_pushed);
  EXPECT_TRUE(all->names_itself);
}

TEST(ProviderDescription, MayLeaveOutWhatLoginsCanDoWithout) {
  const auto all = read_description(document(""), kIssuer);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->end_session, "");
  EXPECT_EQ(all->pushed_authorization, "");
  EXPECT_FALSE(all->names_itself);
  EXPECT_TRUE(all->takes_basic);
}

TEST(ProviderDescription, SaysHowClientsShowTheirSecret) {
  EXPECT_FALSE(
      read_description(
          document(R"(,"token_endpoint_auth_methods_supported":["client_secret_post"])"), kIssuer)
          ->takes_basic);
  EXPECT_TRUE(read_description(document(R"(,"token_endpoint_auth_methods_supported":)"
                                        R"(["none","client_secret_basic"])"),
                               kIssuer)
                  ->takes_basic);
}

TEST(ProviderDescription, IsRefusedWhenItIsNoneOfUse) {
  const std::pair<std::string, const char*> bad[] = {
      {"", "not to be read"},
      {"[]", "'issuer'"},
      {R"({"issuer":"https://id.example/"})", "is that of"},
      {R"({"issuer":"https://id.example"})", "authorization_endpoint"},
      {R"({"issuer":"https://id.example","authorization_endpoint":"a"})", "token_endpoint"},
      {R"({"issuer":"https://id.example","authorization_endpoint":"a","token_endpoint":"t"})",
       "jwks_uri"}};
  for (const auto& [text, why] : bad) {
    const auto read = read_description(text, kIssuer);
    ASSERT_FALSE(read) << text;
    EXPECT_THAT(read.error().internal, HasSubstr(why));
  }
}

}  // namespace
}  // namespace bff::auth
