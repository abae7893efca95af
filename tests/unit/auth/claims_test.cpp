// SPDX-License-Identifier: Apache-2.0
#include "auth/claims.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/auth/now.hpp"
#include "unit/auth/refusal.hpp"

namespace bff::auth {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

const IssuerRules kRules{
    .issuer = "i", .audiences = {"shop", "shop-mobile"}, .leeway = seconds{30}};

Result<Verified> judge(const std::string& members, system_clock::time_point now = kNow) {
  const auto claims = parse_strict_json(R"({"iss":"i",)" + members + "}", 4);
  return claims ? judge_claims(*claims, kRules, now) : Result<Verified>{claims.error()};
}

// With an audience and an expiry that hold.
Result<Verified> judge_good(const std::string& members, system_clock::time_point now = kNow) {
  return judge(R"("aud":"shop","exp":1720000600,)" + members, now);
}

TEST(Claims, NameOneOfTheAudiences) {
  for (const char* aud : {R"("shop")", R"("shop-mobile")", R"(["shop"])", R"(["x","shop"])"})
    EXPECT_EQ(refusal(judge(R"("exp":1720000600,"aud":)" + std::string{aud})), "accepted") << aud;
  for (const char* aud : {R"("Shop")", R"("shop ")", R"("")", R"([])", R"(["x"])", R"(["shop",1])",
                          "null", "7", R"({"shop":true})", R"([["shop"]])", R"("x shop")"})
    EXPECT_THAT(refusal(judge(R"("exp":1720000600,"aud":)" + std::string{aud})),
                HasSubstr("'aud' holds none"))
        << aud;
  EXPECT_THAT(refusal(judge(R"("exp":1720000600)")), HasSubstr("'aud' holds none"));
}

TEST(Claims, OfAnIssuerWithoutAudiencesAreNeverAccepted) {
  const auto claims = parse_strict_json(R"({"iss":"i","aud":"","exp":1720000600})", 4);
  EXPECT_FALSE(judge_claims(*claims, {.issuer = "i"}, kNow));
}

TEST(Claims, MustExpire) {
  EXPECT_THAT(refusal(judge(R"("aud":"shop")")), HasSubstr("'exp' is missing"));
  for (const char* exp : {R"("1720000600")", "null", "true", "[]", "-1", "-0.5", "1e18",
                          "253402300800", "1.8e308", "{}"})
    EXPECT_NE(refusal(judge(R"("aud":"shop","exp":)" + std::string{exp})), "accepted") << exp;
}

TEST(Claims, ExpireOnTimeButForTheLeeway) {
  const std::string claims = R"("aud":"shop","exp":1720000000)";
  EXPECT_EQ(refusal(judge(claims, kNow - seconds{1})), "accepted");
  EXPECT_EQ(refusal(judge(claims, kNow + seconds{30} - milliseconds{1})), "accepted");
  const auto late = judge(claims, kNow + seconds{30});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::invalid_token);
  EXPECT_EQ(late.error().detail, "The token has expired");
}

TEST(Claims, MayHaveFractionsOfSeconds) {
  const std::string claims = R"("aud":"shop","exp":1720000000.5)";
  EXPECT_EQ(refusal(judge(claims, kNow + milliseconds{30499})), "accepted");
  EXPECT_EQ(refusal(judge(claims, kNow + milliseconds{30501})), "expired");
  EXPECT_EQ(refusal(judge(R"("aud":"shop","exp":1.7200006e9)")), "accepted");
}

TEST(Claims, MayHoldUntilTheYear9999) {
  const auto verified = judge(R"("aud":"shop","exp":253402300799)");
  ASSERT_TRUE(verified);
  EXPECT_GT(verified->until, kNow + std::chrono::hours{24 * 365 * 200});
}

TEST(Claims, DoNotHoldBeforeTheirTime) {
  for (const char* name : {"nbf", "iat"}) {
    const std::string claim = '"' + std::string{name} + "\":1720000000";
    EXPECT_EQ(refusal(judge_good(claim, kNow)), "accepted");
    EXPECT_EQ(refusal(judge_good(claim, kNow - seconds{30})), "accepted");
    const auto early = judge_good(claim, kNow - seconds{30} - milliseconds{1});
    ASSERT_FALSE(early) << name;
    EXPECT_EQ(early.error().detail, "The token is not valid yet");
    EXPECT_THAT(refusal(judge_good('"' + std::string{name} + R"(":"1720000000")")),
                HasSubstr("is no date"));
  }
}

TEST(Claims, GiveTheirWindow) {
  const auto verified = judge_good(R"("nbf":1719999000,"iat":1719999500)");
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->from, system_clock::time_point{seconds{1719999470}});
  EXPECT_EQ(verified->until, system_clock::time_point{seconds{1720000630}});
  EXPECT_EQ(verified->principal.expires, system_clock::time_point{seconds{1720000600}});
}

TEST(Claims, BecomeThePrincipal) {
  const auto verified =
      judge_good(R"("sub":"42","scope":"a  b ","n":12345678901234567890123,"ok":true,"none":null,)"
                 R"("list":["x"],"object":{"x":1},"f":0.10,"name":"Zoë")");
  ASSERT_TRUE(verified);
  const Principal& principal = verified->principal;
  EXPECT_EQ(principal.issuer, "i");
  EXPECT_EQ(principal.subject, "42");
  EXPECT_THAT(principal.scopes, ElementsAre("a", "b"));
  EXPECT_THAT(principal.claims,
              UnorderedElementsAre(Pair("iss", "i"), Pair("aud", "shop"), Pair("exp", "1720000600"),
                                   Pair("sub", "42"), Pair("scope", "a  b "),
                                   Pair("n", "12345678901234567890123"), Pair("ok", "true"),
                                   Pair("f", "0.10"), Pair("name", "Zoë")));
  EXPECT_EQ(*principal.claim("sub"), "42");
  EXPECT_EQ(principal.claim("list"), nullptr);
  EXPECT_THAT(principal.lists, UnorderedElementsAre(Pair("list", ElementsAre("x"))));
}

TEST(Claims, NeedNoSubjectButATextIfAny) {
  const auto none = judge_good(R"("x":1)");
  ASSERT_TRUE(none);
  EXPECT_EQ(none->principal.subject, "");
  EXPECT_EQ(none->principal.claim("sub"), nullptr);
  for (const char* sub : {"42", "null", R"(["42"])", "true"})
    EXPECT_THAT(refusal(judge_good(R"("sub":)" + std::string{sub})), HasSubstr("'sub' is no text"));
}

TEST(Claims, ListScopesInEitherWay) {
  const auto scopes = [](const std::string& members) {
    const auto verified = judge_good(members);
    return verified ? verified->principal.scopes : std::vector<std::string>{refusal(verified)};
  };
  EXPECT_THAT(scopes(R"("x":1)"), IsEmpty());
  EXPECT_THAT(scopes(R"("scope":"")"), IsEmpty());
  EXPECT_THAT(scopes(R"("scp":["a","b c"])"), ElementsAre("a", "b c"));
  EXPECT_THAT(scopes(R"("scp":"a b")"), ElementsAre("a", "b"));
  EXPECT_THAT(scopes(R"("scope":"a","scp":["b"])"), ElementsAre("a")) << "the standard's one wins";
  EXPECT_THAT(scopes(R"("scope":["a"])"), ElementsAre(HasSubstr("'scope' is no text")));
  EXPECT_THAT(scopes(R"("scp":7)"), ElementsAre(HasSubstr("'scp' neither text nor list")));
  EXPECT_THAT(scopes(R"("scp":["a",7])"), ElementsAre(HasSubstr("something else than texts")));
}

}  // namespace
}  // namespace bff::auth
