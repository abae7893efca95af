// SPDX-License-Identifier: Apache-2.0
#include "auth/token_signer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/minted_claims.hpp"
#include "auth/verifier.hpp"
#include "unit/auth/now.hpp"
#include "unit/auth/token_maker.hpp"

namespace bff::auth {
namespace {

using namespace std::chrono_literals;
using std::chrono::system_clock;
using testing::HasSubstr;
using testing::Not;

// RFC 8037 appendix A.
constexpr std::string_view kEd25519 =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",)"
    R"("d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"})";
// RFC 7515 appendix A.3.
constexpr std::string_view kP256 =
    R"({"kty":"EC","crv":"P-256","kid":"old","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",)"
    R"("d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"})";

std::string set_of(std::string_view first, std::string_view second = "") {
  return R"({"keys":[)" + std::string{first} + (second.empty() ? "" : ",") + std::string{second} +
         "]}";
}

Verifier verifier_of(const TokenSigner& signer) {
  return Verifier{{{.issuer = "https://bff.internal",
                    .audiences = {"orders"},
                    .keys = *parse_key_set(signer.public_keys())}}};
}

constexpr std::string_view kClaims =
    R"({"iss":"https://bff.internal","aud":"orders","sub":"41","exp":1720000060})";

TEST(TokenSigner, SignsWithTheFirstKeyAndTellsAll) {
  for (const auto& keys : {set_of(kEd25519, kP256), set_of(kP256, kEd25519)}) {
    const auto signer = TokenSigner::parse(keys);
    ASSERT_TRUE(signer) << signer.error().internal;
    EXPECT_EQ((*signer)->size(), 2u);
    EXPECT_EQ(usable_keys(**parse_key_set((*signer)->public_keys())), 2u);
    EXPECT_THAT((*signer)->public_keys(), Not(HasSubstr("\"d\"")));
    const auto known = verifier_of(**signer).verify((*signer)->sign(kClaims), kNow);
    ASSERT_TRUE(known) << known.error().internal;
    EXPECT_EQ(known->subject, "41");
  }
}

// What others would have signed with the key of RFC 8037 appendix A.4, whose signatures are
// determined by key and message.
TEST(TokenSigner, NamesTheKeyByItsThumbprint) {
  const auto signer = TokenSigner::parse(set_of(kEd25519));
  ASSERT_TRUE(signer);
  EXPECT_THAT((*signer)->public_keys(),
              HasSubstr(R"("kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")"));
  const std::string header = base64url(
      R"({"alg":"EdDSA","typ":"JWT","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"})");
  EXPECT_THAT((*signer)->sign("{}"), testing::StartsWith(header + ".e30."));
  EXPECT_EQ((*signer)->sign("{}"), (*signer)->sign("{}"));
}

TEST(TokenSigner, TakesWhatMakeSigningKeyMakes) {
  for (const Algorithm algorithm : {Algorithm::es256, Algorithm::eddsa}) {
    const std::string made = make_signing_key(algorithm);
    EXPECT_NE(made, make_signing_key(algorithm));
    const auto signer = TokenSigner::parse(made);
    ASSERT_TRUE(signer) << signer.error().internal;
    for (int i = 0; i < 20; ++i)  // numbers of ECDSA may begin with zeros
      EXPECT_TRUE(verifier_of(**signer).verify((*signer)->sign(kClaims), kNow));
  }
}

TEST(TokenSigner, RefusesKeysThatAreNone) {
  const auto why = [](const std::string& keys) {
    const auto signer = TokenSigner::parse(keys);
    EXPECT_FALSE(signer) << keys;
    return signer ? "" : signer.error().internal;
  };
  const auto replaced = [](std::string_view key, const std::string& from, const std::string& to) {
    std::string text{key};
    return set_of(text.replace(text.find(from), from.size(), to));
  };
  EXPECT_THAT(why("{"), Not(""));
  EXPECT_EQ(why(R"({"keys":[]})"), "it has no list 'keys' with a key");
  EXPECT_EQ(why(set_of(kP256, kP256)), "key 2: another key has the same 'kid'");
  EXPECT_EQ(why(set_of(SigningKey::p256().jwk())), "key 1: it has no 'd': it is a public key");
  EXPECT_EQ(why(set_of(R"({"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"})")),
            "key 1: it is neither of P-256 nor of Ed25519");
  EXPECT_EQ(why(replaced(kEd25519, "\"d\":\"nW", "\"d\":\"nX")),
            "key 1: its parts make no key, or do not belong together");
  EXPECT_EQ(why(replaced(kP256, "\"d\":\"jp", "\"d\":\"jq")),
            "key 1: its parts make no key, or do not belong together");
  EXPECT_EQ(why(replaced(kEd25519, "nWGx", "")), "key 1: its 'd' is no base64url of 32 bytes");
  EXPECT_EQ(why(replaced(kP256, "\"kid\":\"old\"", "\"alg\":\"ES384\"")),
            "key 1: its 'alg' is not that of its curve");
  EXPECT_EQ(why(replaced(kP256, "\"kid\":\"old\"", R"("kid":"a\"b")")),
            "key 1: its 'kid' is no plain text");
}

Principal caller() {
  Principal made{.issuer = "https://id.example", .subject = "4\"1", .expires = kNow + 1h};
  made.claims = {{"level", "7"}, {"odd", "07"}, {"vip", "true"}, {"tenant", "ä\n"}};
  made.lists = {{"groups", {"a", "b\""}}};
  return made;
}

TEST(MintedClaims, SayWhoTheCallerIs) {
  const MintTerms terms{.issuer = "i",
                        .audience = "orders",
                        .lifetime = 60s,
                        .claims = {{"level", ClaimForm::number},
                                   {"odd", ClaimForm::number},
                                   {"vip", ClaimForm::boolean},
                                   {"tenant", ClaimForm::text},
                                   {"groups", ClaimForm::list},
                                   {"none", ClaimForm::text}}};
  const auto made = minted_claims(terms, caller(), kNow, "1");
  EXPECT_EQ(made.until, kNow + 60s);
  EXPECT_EQ(made.json,
            R"({"iss":"i","sub":"4\"1","aud":"orders","exp":1720000060,"iat":1720000000,)"
            R"("jti":"1","idp":"https://id.example","level":7,"odd":"07","vip":true,)"
            R"("tenant":"ä\n","groups":["a","b\""]})");
}

TEST(MintedClaims, EndWithTheCallersOwnToken) {
  const MintTerms terms{.issuer = "i", .audience = "a", .lifetime = 600s};
  Principal one = caller();
  one.expires = kNow + 5min;
  EXPECT_EQ(minted_claims(terms, one, kNow, "1").until, kNow + 5min);
  one.expires = kNow - 10s;  // within its leeway
  EXPECT_EQ(minted_claims(terms, one, kNow, "1").until, kNow + 30s);
  one.expires = system_clock::time_point::max();  // an API key that does not expire
  EXPECT_EQ(minted_claims(terms, one, kNow, "1").until, kNow + 10min);
}

}  // namespace
}  // namespace bff::auth
