// SPDX-License-Identifier: Apache-2.0
#include "auth/verifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/openssl.hpp"
#include "unit/auth/token_maker.hpp"

namespace bff::auth {
namespace {

using testing::ElementsAre;

// What must not be refused beside all that forged_token_test.cpp has refused.
TEST(Verifier, AcceptsTokensOfTheThreeAlgorithms) {
  const TokenWorld& world = TokenWorld::get();
  for (const std::string& token : {world.rsa_token(), world.ec_token(), world.ed_token()}) {
    const auto principal = world.verifier().verify(token, world.now);
    ASSERT_TRUE(principal) << principal.error().internal;
    EXPECT_EQ(principal->issuer, "https://id.example");
    EXPECT_EQ(principal->subject, "42");
    EXPECT_THAT(principal->scopes, ElementsAre("profile.read", "orders.read"));
  }
}

TEST(Verifier, AcceptsWhatAHeaderMaySay) {
  const TokenWorld& world = TokenWorld::get();
  for (const char* header :
       {R"({"alg":"EdDSA"})", R"({"alg":"EdDSA","kid":"d"})", R"({"alg":"EdDSA","typ":"jwt"})",
        R"({"alg":"EdDSA","typ":"at+jwt"})", R"({"alg":"EdDSA","typ":"AT+JWT"})",
        R"({"alg":"EdDSA","typ":"application/at+jwt"})", R"( { "alg" : "EdDSA" } )",
        R"({"\u0061lg":"EdDSA"})",
        // Named, and never looked at.
        R"({"alg":"EdDSA","jku":"http://evil.example/keys","x5u":"file:///etc/passwd"})",
        R"({"alg":"EdDSA","jwk":{"kty":"oct","k":"AA"},"x5c":["AA=="],"p2c":2147483647})"})
    EXPECT_TRUE(world.verifier().verify(world.ed.token(header, world.kClaims), world.now))
        << header;
}

TEST(Verifier, AcceptsEitherOfTheTwoSignaturesThatEcdsaHas) {
  // (r, n - s) is as good as (r, s); JWS does not ask for the lower one.
  const TokenWorld& world = TokenWorld::get();
  const std::string token = world.ec_token();
  const std::string message = token.substr(0, token.rfind('.'));
  std::string signature = world.ec.sign(message);
  auto* const s = reinterpret_cast<unsigned char*>(signature.data()) + 32;
  BIGNUM* order = nullptr;
  BN_hex2bn(&order, "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
  const BigNumber n{order}, low{BN_bin2bn(s, 32, nullptr)}, high{BN_new()};
  BN_sub(high.get(), n.get(), low.get());
  BN_bn2binpad(high.get(), s, 32);
  EXPECT_TRUE(world.verifier().verify(message + '.' + base64url(signature), world.now));
}

TEST(Verifier, TakesEachIssuersOwnKeysAndAudiences) {
  const SigningKey a = SigningKey::ed25519(), b = SigningKey::ed25519();
  const Verifier verifier{
      {{.issuer = "a", .audiences = {"x"}, .keys = *parse_key_set(key_set_of({a.jwk()}))},
       {.issuer = "b", .audiences = {"y"}, .keys = *parse_key_set(key_set_of({b.jwk()}))}}};
  const auto accepts = [&](const SigningKey& key, const std::string& issuer,
                           const std::string& audience) {
    return verifier
        .verify(key.token(R"({"alg":"EdDSA"})",
                          R"({"iss":")" + issuer + R"(","aud":")" + audience + R"(","exp":2000})"),
                std::chrono::system_clock::time_point{std::chrono::seconds{1000}})
        .has_value();
  };
  EXPECT_TRUE(accepts(a, "a", "x"));
  EXPECT_TRUE(accepts(b, "b", "y"));
  EXPECT_FALSE(accepts(a, "b", "y")) << "signed by another issuer";
  EXPECT_FALSE(accepts(a, "a", "y")) << "another issuer's audience";
  EXPECT_FALSE(accepts(a, "c", "x"));
}

TEST(Verifier, AcceptsNothingWithoutIssuersOrKeys) {
  const TokenWorld& world = TokenWorld::get();
  const std::string token = world.ed_token();
  IssuerRules rules{.issuer = "https://id.example", .audiences = {"shop"}};
  EXPECT_FALSE(Verifier{{}}.verify(token, world.now));
  EXPECT_FALSE(Verifier{{rules}}.verify(token, world.now));
  rules.keys = *parse_key_set(R"({"keys":[]})");
  EXPECT_FALSE(Verifier{{rules}}.verify(token, world.now));
  rules.keys = world.keys;
  EXPECT_TRUE(Verifier{{rules}}.verify(token, world.now));
}

TEST(Verifier, TellsClientsNothingAboutKeysAndSignatures) {
  const TokenWorld& world = TokenWorld::get();
  const auto strange_key = world.verifier().verify(
      world.ed.token(R"({"alg":"EdDSA","kid":"x"})", world.kClaims), world.now);
  const auto wrong_signature = world.verifier().verify(
      SigningKey::ed25519().token(world.kEdHeader, world.kClaims), world.now);
  ASSERT_FALSE(strange_key);
  ASSERT_FALSE(wrong_signature);
  EXPECT_EQ(strange_key.error().code, wrong_signature.error().code);
  EXPECT_EQ(strange_key.error().detail, wrong_signature.error().detail);
}

TEST(Verifier, LeavesNoErrorBehindForTheNextTlsOperation) {
  const TokenWorld& world = TokenWorld::get();
  for (const auto* key : {&world.rsa, &world.ec, &world.ed}) {
    std::string message = base64url(key == &world.rsa  ? world.kRsaHeader
                                    : key == &world.ec ? world.kEcHeader
                                                       : world.kEdHeader) +
                          '.' + base64url(world.kClaims);
    EXPECT_FALSE(
        world.verifier().verify(message + '.' + base64url(key->sign("something else")), world.now));
    EXPECT_EQ(ERR_peek_error(), 0u);
  }
}

}  // namespace
}  // namespace bff::auth
