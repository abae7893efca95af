// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class AuthSection : public test::GatewayTest {
 protected:
  static std::string auth(const std::string& map) { return with("auth: { " + map + " }\n"); }
  static std::string issuer(const std::string& map) { return auth("issuers: [{ " + map + " }]"); }
};

TEST_F(AuthSection, MayBeLeftOut) {
  const Gateway gateway = loaded(with(""));
  EXPECT_THAT(gateway.auth.issuers, IsEmpty());
  EXPECT_FALSE(gateway.auth.default_auth);
}

TEST_F(AuthSection, NamesIssuers) {
  const Gateway gateway =
      loaded(issuer("issuer: https://id.example, audience: shop, jwks_file: keys.json"));
  ASSERT_EQ(gateway.auth.issuers.size(), 1u);
  const Issuer& made = gateway.auth.issuers[0];
  EXPECT_EQ(made.issuer, "https://id.example");
  EXPECT_THAT(made.audiences, ElementsAre("shop"));
  EXPECT_EQ(made.jwks_file, folder.path() / "keys.json");
  EXPECT_EQ(made.leeway, 30s);
  EXPECT_EQ(made.place.column, 29u);
  EXPECT_EQ(made.keys_place.column, 76u);
}

TEST_F(AuthSection, TakesSeveralAudiencesAndALeeway) {
  const Gateway gateway =
      loaded(issuer("issuer: i, audience: [shop, admin], jwks_file: keys.json, leeway: 0s"));
  EXPECT_THAT(gateway.auth.issuers[0].audiences, ElementsAre("shop", "admin"));
  EXPECT_EQ(gateway.auth.issuers[0].leeway, 0s);
}

TEST_F(AuthSection, NeedsAllOfAnIssuer) {
  EXPECT_EQ(
      refused(issuer("")),
      "7:19+1 BFF117 'auth.issuers.issuer' is missing | write 'issuer: https://id.example'\n"
      "7:19+1 BFF117 'auth.issuers.audience' is missing | write 'audience: NAME'\n"
      "7:19+1 BFF117 'auth.issuers' does not say where the keys are | write 'jwks_file: "
      "keys.json', 'jwks_url: https://…', 'discovery: true' or 'secret_file: FILE', or for tokens "
      "that only the issuer can read 'introspection: …'");
  EXPECT_EQ(refused(issuer("issuer: i, audience: [], jwks_file: keys.json")),
            "7:42+1 BFF119 'auth.issuers.audience' must not be empty");
  EXPECT_EQ(refused(issuer("issuer: i, audience: {}, jwks_file: keys.json")),
            "7:42+1 BFF116 'auth.issuers.audience' must be a text, not a map");
  EXPECT_EQ(refused(issuer("issuer: \"\", audience: a, jwks_file: keys.json")),
            "7:30+0 BFF119 'auth.issuers.issuer' must not be empty");
}

TEST_F(AuthSection, BoundsTheLeeway) {
  EXPECT_EQ(refused(issuer("issuer: i, audience: a, jwks_file: keys.json, leeway: 1h")),
            "7:75+2 BFF119 'auth.issuers.leeway' must be between 0s and 10m, not 1h");
}

TEST_F(AuthSection, NamesEachIssuerOnce) {
  EXPECT_EQ(
      refused(auth(
          "issuers: [{ issuer: i, audience: a, jwks_file: keys.json }, { issuer: i, audience: b, "
          "jwks_file: keys.json }]")),
      "7:79+1 BFF122 the issuer 'i' is named twice | give each issuer one entry");
}

TEST_F(AuthSection, RefusesUnknownKeys) {
  EXPECT_EQ(refused(issuer("issuer: i, audience: a, jwks_file: keys.json, jwks_uri: https://i")),
            "7:67+8 BFF115 unknown key 'jwks_uri' in 'auth.issuers' | did you mean 'jwks_url'?");
  EXPECT_EQ(refused(auth("issuer: []")),
            "7:9+6 BFF115 unknown key 'issuer' in 'auth' | did you mean 'issuers'?");
}

TEST_F(AuthSection, RefusesOtherKinds) {
  EXPECT_EQ(refused(with("auth: public\n")), "7:7+6 BFF116 'auth' must be a map, not a text");
  EXPECT_EQ(refused(auth("issuers: {}")), "7:18+1 BFF116 'auth.issuers' must be a list, not a map");
  EXPECT_EQ(refused(auth("issuers: [i]")),
            "7:19+1 BFF116 'auth.issuers' must be a map, not a text");
  EXPECT_EQ(refused(auth("claims: []")), "7:17+1 BFF116 'auth.claims' must be a map, not a list");
}

TEST_F(AuthSection, TypesClaims) {
  const Gateway gateway =
      loaded(auth("claims: { a: string, b: bool, c: int32, d: int64, e: uint32, f: uint64, g: "
                  "float, h: double, i: list, sub: string }"));
  EXPECT_EQ(gateway.auth.claims.size(), 10u);
  EXPECT_THAT(*gateway.auth.claims.find("d"), Pair("d", "int64"));
}

TEST_F(AuthSection, RefusesUnknownTypesOfClaims) {
  EXPECT_EQ(refused(auth("claims: { a: strin, b: message, c: 1 }")),
            "7:22+5 BFF126 'strin' is no type of a claim | did you mean 'string'?\n"
            "7:32+7 BFF126 'message' is no type of a claim | write string, bool, int32, int64, "
            "uint32, uint64, "
            "float, double or list\n"
            "7:44+1 BFF116 'auth.claims.c' must be a text, not a number | write '\"1\"'");
}

TEST_F(AuthSection, LeavesTheStandardClaimsTexts) {
  EXPECT_EQ(refused(auth("claims: { sub: int64 }")),
            "7:24+5 BFF126 the claim 'sub' is a text by nature | remove the line");
}

// It is read with the routes' own `auth`, when the types of claims are known.
TEST_F(AuthSection, KeepsTheDefaultForRoutesAsItIsWritten) {
  EXPECT_EQ(loaded(auth("default: public")).auth.default_auth->scalar, "public");
  const std::string issuers = "issuers: [{ issuer: i, audience: a, jwks_file: keys.json }], ";
  const auto required =
      loaded(auth(issuers + "default: { required: true, scopes: [a, b] }")).auth.default_auth;
  ASSERT_TRUE(required);
  EXPECT_EQ(required->find("scopes")->items.size(), 2u);
}

TEST_F(AuthSection, NeedsAnIssuerForADefaultThatWantsTokens) {
  EXPECT_EQ(refused(auth("default: { required: true }")),
            "7:18+1 BFF117 'auth.default' wants tokens, but no issuer is named | name one under "
            "auth.issuers, or "
            "write public");
}

}  // namespace
}  // namespace bff::config
