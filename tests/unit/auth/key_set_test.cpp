// SPDX-License-Identifier: Apache-2.0
#include "auth/key_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/auth/forgery.hpp"

namespace bff::auth {
namespace {

using testing::HasSubstr;

const SigningKey& ec() {
  static const SigningKey key = SigningKey::p256();
  return key;
}
const SigningKey& ed() {
  static const SigningKey key = SigningKey::ed25519();
  return key;
}

std::string key_set_refusal(std::string_view text) {
  const auto keys = parse_key_set(text);
  return keys ? "accepted" : keys.error().internal;
}

std::size_t usable(std::string_view text) {
  const auto keys = parse_key_set(text);
  EXPECT_TRUE(keys) << key_set_refusal(text);
  return keys ? usable_keys(**keys) : 999;
}

TEST(KeySet, HoldsKeysOfTheThreeAlgorithms) {
  const auto rsa = SigningKey::rsa();
  const auto keys = parse_key_set(
      key_set_of({rsa.jwk(R"("kid":"r")"), ec().jwk(R"("kid":"e")"), ed().jwk(R"("kid":"d")")}));
  ASSERT_TRUE(keys);
  const std::string r = "r", e = "e", d = "d", x = "x";
  EXPECT_NE((*keys)->find(Algorithm::rs256, &r), nullptr);
  EXPECT_NE((*keys)->find(Algorithm::es256, &e), nullptr);
  EXPECT_NE((*keys)->find(Algorithm::eddsa, &d), nullptr);
  EXPECT_EQ((*keys)->find(Algorithm::eddsa, &x), nullptr);
  EXPECT_EQ((*keys)->find(Algorithm::rs256, &e), nullptr) << "a key serves its own algorithm only";
}

TEST(KeySet, GivesTheOnlyKeyOfAnAlgorithmToWhoNamesNone) {
  const auto one = parse_key_set(key_set_of({ec().jwk(R"("kid":"a")"), ed().jwk()}));
  ASSERT_TRUE(one);
  EXPECT_NE((*one)->find(Algorithm::es256, nullptr), nullptr);
  EXPECT_NE((*one)->find(Algorithm::eddsa, nullptr), nullptr);
  EXPECT_EQ((*one)->find(Algorithm::rs256, nullptr), nullptr);
  const auto two = parse_key_set(key_set_of({ec().jwk(R"("kid":"a")"), ec().jwk(R"("kid":"b")")}));
  ASSERT_TRUE(two);
  EXPECT_EQ((*two)->find(Algorithm::es256, nullptr), nullptr) << "the choice is open";
}

TEST(KeySet, MayBeEmpty) { EXPECT_EQ(usable(R"({"keys":[]})"), 0u); }

TEST(KeySet, IgnoresMembersThatItDoesNotKnow) {
  EXPECT_EQ(usable(key_set_of({ed().jwk(R"("kid":"a","x5c":["AA=="],"x5t":"x","more":{"a":1})")})),
            1u);
  EXPECT_EQ(usable(R"({"keys":[],"next":{"a":[1]}})"), 0u);
}

TEST(KeySet, LeavesOutKeysOfOtherUses) {
  for (const char* members :
       {R"("use":"enc")", R"("use":"SIG")", R"("use":1)", R"("key_ops":["encrypt"])",
        R"("key_ops":[])", R"("key_ops":"verify")", R"("alg":"ECDH-ES")", R"("alg":"HS256")",
        R"("alg":"none")", R"("alg":"es256")", R"("alg":7)"})
    EXPECT_EQ(usable(key_set_of({ec().jwk(members)})), 0u) << members;
  EXPECT_EQ(usable(key_set_of({ec().jwk(R"("use":"sig","key_ops":["sign","verify"])")})), 1u);
}

TEST(KeySet, LeavesOutKeysOfOtherTypesAndCurves) {
  EXPECT_EQ(usable(R"({"keys":[{"kty":"EC","crv":"P-256K","x":"AA","y":"AA"},)"
                   R"({"kty":"OKP","crv":"X25519","x":"AA"},{"kty":"AKP","pub":"AA"},)"
                   R"({"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}]})"),
            0u);
}

TEST(KeySet, IsRefusedWholeForASecret) {
  for (const char* member : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    const std::string secret = '"' + std::string{member} + R"(":"AA")";
    EXPECT_THAT(key_set_refusal(key_set_of({ed().jwk(), ec().jwk(secret)})),
                HasSubstr("is secret"));
    EXPECT_THAT(key_set_refusal(key_set_of({ec().jwk(R"("use":"enc",)" + secret)})),
                HasSubstr("is secret"))
        << "of whatever use";
  }
  EXPECT_THAT(key_set_refusal(R"({"keys":[{"kty":"oct"}]})"), HasSubstr("symmetric"));
}

TEST(KeySet, IsRefusedWholeForKeysThatAreConfused) {
  EXPECT_THAT(key_set_refusal(key_set_of({ec().jwk(R"("kid":"a")"), ed().jwk(R"("kid":"a")")})),
              HasSubstr("key 2 ('a'): another key has the same 'kid'"));
  EXPECT_THAT(key_set_refusal(key_set_of({ec().jwk(R"("alg":"RS256")")})),
              HasSubstr("'alg' RS256"));
  EXPECT_THAT(
      key_set_refusal(key_set_of({replaced(ec().jwk(R"("alg":"ES256")"), "P-256", "P-384")})),
      HasSubstr("'alg' ES256"));
  EXPECT_THAT(key_set_refusal(key_set_of({ed().jwk(R"("crv":"Ed25519")")})),
              HasSubstr("stands twice"));
  EXPECT_THAT(key_set_refusal(R"({"keys":[],"keys":[]})"), HasSubstr("stands twice"));
}

TEST(KeySet, IsRefusedWholeForKeysThatAreNotValid) {
  const auto& key = ec();
  const std::string x = replaced(key.jwk(), R"("x":")", R"("x":"=)");
  EXPECT_THAT(key_set_refusal(key_set_of({x})), HasSubstr("'x' is missing or no base64url"));
  EXPECT_THAT(key_set_refusal(key_set_of({replaced(key.jwk(), R"("y")", R"("z")")})),
              HasSubstr("'y'"));
  EXPECT_THAT(key_set_refusal(R"({"keys":[{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}]})"),
              HasSubstr("32 bytes"));
  EXPECT_THAT(key_set_refusal(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]})"),
              HasSubstr("32 bytes"));
  const std::string ones = base64url(std::string(32, '\x01'));
  EXPECT_THAT(key_set_refusal(R"({"keys":[{"kty":"EC","crv":"P-256","x":")" + ones + R"(","y":")" +
                              ones + R"("}]})"),
              HasSubstr("key 1: OpenSSL refuses its numbers"))
      << "a point off the curve";
}

TEST(KeySet, BoundsRsaModuli) {
  const auto jwk = [](std::string_view n, std::string_view e) {
    return R"({"keys":[{"kty":"RSA","n":")" + base64url(n) + R"(","e":")" + base64url(e) +
           R"("}]})";
  };
  EXPECT_THAT(key_set_refusal(key_set_of({SigningKey::rsa(1024).jwk()})), HasSubstr("1024 bits"));
  EXPECT_THAT(
      key_set_refusal(jwk('\x7f' + std::string(255, '\x01'), std::string("\x01\x00\x01", 3))),
      HasSubstr("2047 bits"));
  EXPECT_THAT(key_set_refusal(jwk(std::string(1025, '\x01'), std::string("\x01\x00\x01", 3))),
              HasSubstr("8193 bits"));
  // Too large for any exponentiation: the size alone must refuse it.
  EXPECT_THAT(key_set_refusal(jwk(std::string(500'000, '\xff'), std::string("\x01\x00\x01", 3))),
              HasSubstr("4000000 bits"));
}

TEST(KeySet, RefusesExponentsThatDoNotProtect) {
  const auto rsa = SigningKey::rsa();
  const auto with = [&rsa](std::string_view e) {
    return key_set_refusal(
        key_set_of({replaced(rsa.jwk(), R"("e":"AQAB")", R"("e":")" + base64url(e) + '"')}));
  };
  EXPECT_EQ(with("\x03"), "accepted");
  EXPECT_THAT(with("\x01"), HasSubstr("exponent"));
  EXPECT_THAT(with("\x02"), HasSubstr("exponent"));
  EXPECT_THAT(with(std::string_view{"\0", 1}), HasSubstr("exponent"));
  EXPECT_THAT(with(std::string_view{"\x01\0\0\0\x01", 5}), HasSubstr("exponent"));
}

TEST(KeySet, IsRefusedWhenItIsNone) {
  for (const char* text : {"", "null", "[]", "{}", R"({"keys":{}})", R"({"keys":null})"})
    EXPECT_NE(key_set_refusal(text), "accepted") << text;
  EXPECT_THAT(key_set_refusal(R"({"keys":[1]})"), HasSubstr("key 1: it is no object"));
  EXPECT_THAT(key_set_refusal(R"({"keys":[{}]})"), HasSubstr("'kty' is missing"));
  EXPECT_THAT(key_set_refusal(R"({"keys":[{"kty":"EC","kid":1}]})"), HasSubstr("'kid' is no text"));
}

TEST(KeySet, IsBounded) {
  EXPECT_THAT(key_set_refusal(std::string((1 << 20) + 1, ' ')), HasSubstr("larger than 1 MiB"));
  std::string many = R"({"keys":[{"kty":"AKP"})";
  for (int i = 0; i < 100; ++i) many += R"(,{"kty":"AKP"})";
  EXPECT_THAT(key_set_refusal(many + "]}"), HasSubstr("more than 100 keys"));
}

TEST(KeySet, LeavesNoErrorBehindForTheNextTlsOperation) {
  parse_key_set(R"({"keys":[{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}]})");
  key_set_refusal(key_set_of({SigningKey::rsa(1024).jwk()}));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace bff::auth
