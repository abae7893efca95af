// SPDX-License-Identifier: Apache-2.0
// Each algorithm, and what an issuer's rules say of it.
#include "auth/algorithm.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include "auth/key_set.hpp"
#include "auth/secret_key.hpp"
#include "unit/auth/forgery.hpp"

namespace bff::auth {
namespace {

using testing::HasSubstr;

std::string header_of(Algorithm algorithm) {
  return R"({"alg":")" + std::string{name_of(algorithm)} + R"("})";
}

std::string refusal(const Verifier& verifier, const std::string& token) {
  const auto principal = verifier.verify(token, TokenWorld::get().now);
  return principal ? "accepted" : principal.error().internal;
}

Verifier verifier_of(IssuerRules rules) {
  rules.issuer = "https://id.example";
  rules.audiences = {"shop"};
  return Verifier{{std::move(rules)}};
}

TEST(Algorithms, AreNamedInOneWay) {
  for (const char* name : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                           "ES512", "EdDSA", "HS256", "HS384", "HS512"}) {
    const auto algorithm = algorithm_named(name);
    ASSERT_TRUE(algorithm) << name;
    EXPECT_EQ(name_of(*algorithm), name);
    EXPECT_EQ(is_keyed_hash(*algorithm), name[0] == 'H');
  }
  for (const char* name : {"", "none", "rs256", "RS256 ", "ES256K", "Ed25519", "A128KW"})
    EXPECT_FALSE(algorithm_named(name)) << name;
}

TEST(Algorithms, OfPublicKeysAreVerified) {
  using enum Algorithm;
  const auto rsa = SigningKey::rsa();
  const auto p256 = SigningKey::p256(), p384 = SigningKey::p384(), p521 = SigningKey::p521();
  const auto ed = SigningKey::ed25519();
  const std::pair<const SigningKey*, Algorithm> rows[] = {
      {&rsa, rs256}, {&rsa, rs384},  {&rsa, rs512},  {&rsa, ps256},  {&rsa, ps384},
      {&rsa, ps512}, {&p256, es256}, {&p384, es384}, {&p521, es512}, {&ed, eddsa}};
  const auto keys =
      *parse_key_set(key_set_of({rsa.jwk(), p256.jwk(), p384.jwk(), p521.jwk(), ed.jwk()}));
  for (const auto& [key, algorithm] : rows) {
    SCOPED_TRACE(name_of(algorithm));
    const auto one = verifier_of({.keys = keys, .algorithms = {algorithm}});
    EXPECT_EQ(refusal(one, key->token(header_of(algorithm), TokenWorld::kClaims, algorithm)),
              "accepted");
    for (const auto& [other, another] : rows) {
      if (another == algorithm) continue;
      // Each other algorithm is refused, under its own name and under this one.
      EXPECT_THAT(refusal(one, other->token(header_of(another), TokenWorld::kClaims, another)),
                  HasSubstr("'alg' is none that"));
      EXPECT_EQ(refusal(one, other->token(header_of(algorithm), TokenWorld::kClaims, another)),
                "the signature does not verify");
    }
  }
}

TEST(Algorithms, AreWhatAKeySaysItIsFor) {
  const auto rsa = SigningKey::rsa();
  const auto keys = *parse_key_set(key_set_of({rsa.jwk(R"("alg":"PS256")")}));
  const auto both = verifier_of({.keys = keys, .algorithms = {Algorithm::rs256, Algorithm::ps256}});
  EXPECT_EQ(
      refusal(both, rsa.token(header_of(Algorithm::ps256), TokenWorld::kClaims, Algorithm::ps256)),
      "accepted");
  EXPECT_THAT(refusal(both, rsa.token(header_of(Algorithm::rs256), TokenWorld::kClaims)),
              HasSubstr("no key of the set"));
  EXPECT_EQ(usable_keys(*keys), 0u) << "PS256 is not among the usual ones";
  EXPECT_EQ(usable_keys(*keys, {Algorithm::ps256}), 1u);
}

std::string keyed(Algorithm algorithm, std::string_view secret) {
  const std::string text = message(header_of(algorithm));
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  HMAC(digest_of(algorithm), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(mac.data()), &size);
  return text + '.' + base64url(mac.substr(0, size));
}

TEST(Algorithms, OfASecretAreVerifiedByItOnly) {
  const std::string secret(64, 's');
  for (const auto algorithm : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512}) {
    const auto key = make_secret_key(secret + "\n", algorithm);
    ASSERT_TRUE(key);
    const auto verifier = verifier_of({.algorithms = {algorithm}, .secret = *key});
    EXPECT_EQ(refusal(verifier, keyed(algorithm, secret)), "accepted");
    EXPECT_EQ(refusal(verifier, keyed(algorithm, std::string(64, 't'))),
              "the signature does not verify");
    const std::string good = keyed(algorithm, secret);
    EXPECT_NE(refusal(verifier, good.substr(0, good.size() - 4)), "accepted") << "cut off";
  }
  // Where the rules allow a keyed hash and there is no secret, the public keys are none.
  const auto& world = TokenWorld::get();
  const auto confused = verifier_of({.keys = world.keys, .algorithms = {Algorithm::hs256}});
  for (const auto& form : {world.rsa.pem(), world.rsa.der(), world.rsa.jwk(), std::string{}})
    EXPECT_EQ(refusal(confused, keyed(Algorithm::hs256, form)), "the signature does not verify");
}

TEST(Algorithms, WantSecretsAsLongAsTheirHash) {
  EXPECT_TRUE(make_secret_key(std::string(32, 'x'), Algorithm::hs256));
  EXPECT_TRUE(make_secret_key(std::string(64, 'x') + "\r\n", Algorithm::hs512));
  EXPECT_THAT(make_secret_key(std::string(31, 'x') + "\n", Algorithm::hs256).error().internal,
              HasSubstr("248 bits; HS256 needs 256"));
  EXPECT_THAT(make_secret_key(std::string(63, 'x'), Algorithm::hs512).error().internal,
              HasSubstr("504 bits; HS512 needs 512"));
  EXPECT_FALSE(make_secret_key("", Algorithm::hs256));
}

TEST(IssuersRules, SayWhichTypesTokensHave) {
  const auto& world = TokenWorld::get();
  const auto with = [&](std::vector<std::string> types, const char* header) {
    return refusal(verifier_of({.keys = world.keys, .types = std::move(types)}),
                   world.ed.token(header, TokenWorld::kClaims));
  };
  EXPECT_EQ(with({"at+jwt"}, R"({"alg":"EdDSA","typ":"application/AT+JWT"})"), "accepted");
  EXPECT_THAT(with({"at+jwt"}, R"({"alg":"EdDSA","typ":"JWT"})"), HasSubstr("'typ' is none that"));
  EXPECT_THAT(with({"at+jwt"}, R"({"alg":"EdDSA"})"), HasSubstr("'typ' is none that"));
  EXPECT_EQ(with({"x"}, R"({"alg":"EdDSA","typ":"x"})"), "accepted");
}

TEST(IssuersRules, SayWhichClientsTokensWereMadeFor) {
  const auto& world = TokenWorld::get();
  const auto verifier = verifier_of({.keys = world.keys, .parties = {"web", "phone"}});
  EXPECT_EQ(refusal(verifier, with_claim(world, R"("sub")", R"("azp":"phone","sub")")), "accepted");
  for (const char* party : {R"("azp":"tv",)", R"("azp":["web"],)", R"("azp":"",)", R"("azp":null,)",
                            R"("client_id":"web",)", ""})
    EXPECT_THAT(refusal(verifier, with_claim(world, R"("sub")", party + std::string{R"("sub")"})),
                HasSubstr("'azp' is none of the clients"))
        << party;
}

TEST(IssuersRules, LimitTheAgeOfTokens) {
  const auto& world = TokenWorld::get();
  const auto verifier =
      verifier_of({.keys = world.keys, .max_age = std::chrono::seconds{100}});  // leeway: 30 s
  const auto issued = [&](const char* when) {
    return refusal(verifier,
                   with_claim(world, R"("sub")", R"("iat":)" + std::string{when} + R"(,"sub")"));
  };
  EXPECT_EQ(issued("1719999871"), "accepted");
  EXPECT_EQ(issued("1719999870"), "expired") << "at the edge of the leeway";
  EXPECT_EQ(refusal(verifier, world.ed_token()),
            "'iat' is missing, and the age of tokens is limited");
}

TEST(IssuersRules, AskForKeysOnlyForTokensThatNothingElseRefuses) {
  const auto& world = TokenWorld::get();
  const auto slot = std::make_shared<KeySlot>();
  const auto verifier = verifier_of({.source = "s", .slot = slot});
  const auto wanted = [&](const std::string& token) {
    const IssuerRules* wanting = nullptr;
    EXPECT_FALSE(verifier.verify_window(token, world.now, &wanting));
    return wanting != nullptr;
  };
  EXPECT_TRUE(wanted(world.ed_token())) << "there are no keys yet";
  slot->keys = *parse_key_set(key_set_of({world.ec.jwk(R"("kid":"e")")}));
  EXPECT_TRUE(wanted(world.ed_token())) << "there is no such key";
  EXPECT_FALSE(wanted(with_claim(world, "1720000600", "1719999900"))) << "expired";
  EXPECT_FALSE(wanted(with_claim(world, R"("shop")", R"("else")"))) << "for others";
  EXPECT_FALSE(wanted(SigningKey::p256().token(world.kEcHeader, world.kClaims)))
      << "its key is known, and the signature does not hold";
  EXPECT_TRUE(wanted(SigningKey::p256().token(R"({"alg":"ES256"})", world.kClaims)))
      << "a key without a name may have been replaced";
}

}  // namespace
}  // namespace bff::auth
