// SPDX-License-Identifier: Apache-2.0
#include "auth/introspection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/auth/now.hpp"

namespace bff::auth {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kGood = R"("active":true,"aud":"shop","sub":"7")";

IssuerRules rules() {
  return {.issuer = "https://id.example", .audiences = {"shop"}, .leeway = 30s};
}

Result<Verified> introspected(const std::string& members, const IssuerRules& by = rules(),
                              Asked asked = Asked::whole) {
  return judge_introspection("{" + members + "}", by, asked, kNow, 30s);
}
// "good", or who is to blame and why.
std::string verdict(const Result<Verified>& judged) {
  if (judged) return "good";
  const auto& error = judged.error();
  return (error.code == Errc::invalid_token ? "token: " : "answer: ") + error.internal;
}
std::string verdict(const std::string& members) { return verdict(introspected(members)); }

TEST(Introspection, IsForTokensThatAreNoJwt) {
  EXPECT_TRUE(is_opaque("2YotnFZFEjr1zCsicMWpAA"));
  EXPECT_TRUE(is_opaque("a.b"));
  EXPECT_TRUE(is_opaque("a.b.c.d.e")) << "encrypted";
  EXPECT_FALSE(is_opaque("a.b.c"));
}

TEST(Introspection, TellsWhoTheCallerIs) {
  const auto known = introspected(kGood + R"(,"exp":1720000600,"scope":"a b","client_id":"app",
      "username":"ada","iss":"https://id.example","token_type":"Bearer","level":3)");
  ASSERT_EQ(verdict(known), "good");
  EXPECT_EQ(known->principal.subject, "7");
  EXPECT_EQ(known->principal.issuer, "https://id.example");
  EXPECT_THAT(known->principal.scopes, ElementsAre("a", "b"));
  EXPECT_EQ(*known->principal.claim("username"), "ada");
  EXPECT_EQ(*known->principal.claim("level"), "3");
  EXPECT_EQ(known->principal.claim("active"), nullptr);
  EXPECT_EQ(known->until, kNow + 600s + 30s);
}

TEST(Introspection, NeedNotNameIssuerAndExpiry) {
  const auto known = introspected(kGood);
  ASSERT_EQ(verdict(known), "good");
  EXPECT_EQ(*known->principal.claim("iss"), "https://id.example");
  EXPECT_GE(known->until, kNow + 30s) << "at least until it is asked again";
}

TEST(Introspection, RefusesWhatDoesNotHold) {
  EXPECT_THAT(verdict(R"("active":false)"), HasSubstr("token: its issuer says"));
  EXPECT_THAT(verdict(R"("active":false,"aud":"shop","sub":"7")"), HasSubstr("token: "));
  EXPECT_THAT(verdict(R"("active":true,"sub":"7")"), HasSubstr("token: 'aud' holds none"));
  EXPECT_THAT(verdict(R"("active":true,"aud":["x"])"), HasSubstr("token: 'aud' holds none"));
  EXPECT_THAT(verdict(kGood + R"(,"iss":"https://evil.example")"), HasSubstr("token: 'iss'"));
  EXPECT_THAT(verdict(kGood + R"(,"iss":7)"), HasSubstr("token: 'iss'"));
  EXPECT_EQ(verdict(kGood + R"(,"exp":1719999969)"), "token: expired");
  EXPECT_EQ(verdict(kGood + R"(,"exp":1719999971)"), "good") << "within the leeway";
  EXPECT_THAT(verdict(kGood + R"(,"exp":"soon")"), HasSubstr("token: 'exp' is no date"));
  EXPECT_THAT(verdict(kGood + R"(,"nbf":1720000031)"), HasSubstr("token: 'nbf' or 'iat'"));
  EXPECT_THAT(verdict(kGood + R"(,"iat":1720000031)"), HasSubstr("token: 'nbf' or 'iat'"));
  EXPECT_THAT(verdict(kGood + R"(,"sub2":1,"scope":1)"), HasSubstr("token: 'scope'"));
}

TEST(Introspection, TakesAccessTokensOnly) {
  for (const char* type : {"Bearer", "bearer", "DPoP", "access_token"}) {
    const std::string bound = R"(,"cnf":{"jkt":"k"})";
    EXPECT_EQ(verdict(kGood + bound + R"(,"token_type":")" + type + '"'), "good") << type;
  }
  for (const char* type : {R"("refresh_token")", R"("N_A")", R"("")", "7", "null"}) {
    EXPECT_THAT(verdict(kGood + R"(,"token_type":)" + type), HasSubstr("token: 'token_type'"))
        << type;
  }
}

TEST(Introspection, BindsTokensToKeys) {
  EXPECT_EQ(introspected(kGood + R"(,"cnf":{"jkt":"k"})")->bound_to, "k");
  EXPECT_THAT(verdict(kGood + R"(,"token_type":"DPoP")"), HasSubstr("token: 'token_type' is DPoP"));
}

TEST(Introspection, KnowsThePartyByItsClientId) {
  auto wanting = rules();
  wanting.parties = {"app"};
  EXPECT_EQ(verdict(introspected(kGood + R"(,"client_id":"app")", wanting)), "good");
  EXPECT_EQ(verdict(introspected(kGood + R"(,"azp":"app","client_id":"x")", wanting)), "good");
  EXPECT_THAT(verdict(introspected(kGood + R"(,"client_id":"x")", wanting)),
              HasSubstr("token: 'azp'"));
  EXPECT_THAT(verdict(introspected(kGood + R"(,"azp":"x","client_id":"app")", wanting)),
              HasSubstr("token: 'azp'"));
}

TEST(Introspection, AsksOfAVerifiedJwtWhetherItIsStillActive) {
  const auto ask = [](const std::string& members) {
    return verdict(introspected(members, rules(), Asked::revocation));
  };
  EXPECT_EQ(ask(R"("active":true)"), "good");
  EXPECT_EQ(ask(R"("active":true,"aud":"x","exp":1)"), "good");
  EXPECT_THAT(ask(R"("active":false)"), HasSubstr("token: "));
  EXPECT_THAT(ask(R"("active":true,"iss":"x")"), HasSubstr("token: 'iss'"));
}

TEST(Introspection, TellsABrokenAnswerFromABadToken) {
  for (const std::string& answer : std::initializer_list<std::string>{
           "", "true", "[]", "{", "{}", R"({"active":"true"})", R"({"active":1})",
           R"({"active":true,"active":false})", R"({"error":"invalid_client"})", "<html></html>"}) {
    const auto judged = judge_introspection(answer, rules(), Asked::whole, kNow, 30s);
    EXPECT_THAT(verdict(judged), HasSubstr("answer: ")) << answer;
  }
}

}  // namespace
}  // namespace bff::auth
