// SPDX-License-Identifier: Apache-2.0
#include "auth/dpop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"
#include "auth/key_set.hpp"
#include "unit/auth/forgery.hpp"
#include "unit/auth/now.hpp"
#include "unit/auth/refusal.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

// RFC 7638 §3.1.
TEST(Thumbprint, IsThatOfTheStandardsExample) {
  const auto jwk = parse_strict_json(
      R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7)"
      R"(aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0)"
      R"(h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD0)"
      R"(8qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJ)"
      R"(zKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})",
      4);
  ASSERT_TRUE(jwk);
  const auto key = read_public_key(*jwk);
  ASSERT_TRUE(key && *key);
  EXPECT_EQ((*key)->key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

constexpr std::string_view kToken = "header.claims.signature";

Url url_of(std::string_view text) {
  Url url;
  EXPECT_EQ(parse_url(text, url), "");
  return url;
}

struct Key {
  SigningKey key = SigningKey::p256();
  std::string header = R"({"typ":"dpop+jwt","alg":"ES256","jwk":)" + key.jwk() + "}";
  std::string claims =
      R"({"jti":"-BwC3ESc6acc2lTc","htm":"GET","htu":"https://api.example/v1/home",)"
      R"("iat":1720000000,"ath":")" +
      encode_base64url(sha256(kToken)) + R"("})";
  std::string proof() const { return key.token(header, claims); }
};

const Key& client() {
  static const Key key;
  return key;
}

Result<Proof> check(std::string_view proof, std::string_view method = "GET",
                    std::string_view url = "https://api.example/v1/home",
                    std::chrono::system_clock::time_point now = kNow) {
  const Url asked = url_of(url);
  return check_proof(
      proof, {.method = method, .url = asked, .token = kToken, .now = now, .leeway = seconds{30}});
}

TEST(Proof, HoldsForItsRequest) {
  const auto proof = check(client().proof());
  ASSERT_TRUE(proof) << refusal(proof);
  const auto jwk = parse_strict_json(client().key.jwk(), 2);
  EXPECT_EQ(proof->thumbprint, (*read_public_key(*jwk))->key.thumbprint());
  EXPECT_EQ(proof->id, "-BwC3ESc6acc2lTc");
  EXPECT_EQ(proof->until, kNow + seconds{90});
}

TEST(Proof, NamesTheUrlInWhateverForm) {
  const auto for_url = [](const std::string& htu) {
    return refusal(check(client().key.token(
        client().header, replaced(client().claims, "https://api.example/v1/home", htu))));
  };
  for (const char* same : {"https://api.example:443/v1/home", "https://API.example/v1/home",
                           "https://api.example/v1/home?recent=3", "https://api.example/v1/home#x"})
    EXPECT_EQ(for_url(same), "accepted") << same;
  for (const char* other :
       {"http://api.example/v1/home", "https://api.example:8443/v1/home",
        "https://api.example/v1/home/", "https://api.example/v1/Home", "https://api.example/",
        "https://api.example.evil/v1/home", "https://x@api.example/v1/home", "/v1/home", "x",
        "https://api.example/v1/../v1/home", "https://api.example/v1/hom%65"})
    EXPECT_THAT(for_url(other), HasSubstr("'htu' is not https://api.example/v1/home")) << other;
  EXPECT_EQ(refusal(check(client().proof(), "GET", "https://api.example/v1/home?a=b")), "accepted");
}

TEST(Proof, HoldsForAMinuteAndTheLeeway) {
  const auto at = [](seconds after) {
    return refusal(check(client().proof(), "GET", "https://api.example/v1/home", kNow + after));
  };
  EXPECT_EQ(at(seconds{89}), "accepted");
  EXPECT_THAT(at(seconds{90}), HasSubstr("'iat' is too long ago"));
  EXPECT_EQ(at(seconds{-30}), "accepted");
  EXPECT_THAT(at(seconds{-31}), HasSubstr("'iat' is in the future"));
}

struct ForgedProof {
  const char* trick;
  const char* refused_for;
  std::function<std::string()> make;
};

std::string proof_with_header(std::string_view what, std::string_view with) {
  return client().key.token(replaced(client().header, what, with), client().claims);
}
std::string proof_with_claim(std::string_view what, std::string_view with) {
  return client().key.token(client().header, replaced(client().claims, what, with));
}

const ForgedProof kForgedProofs[] = {
    {"nothing", "not of three parts", [] { return std::string{}; }},
    {"a huge one", "longer than 16 KiB", [] { return std::string(1 << 20, 'a'); }},
    {"an access token's typ", "'typ' is not dpop+jwt",
     [] { return proof_with_header("dpop+jwt", "at+jwt"); }},
    {"no typ", "'typ' is not dpop+jwt",
     [] { return proof_with_header(R"("typ":"dpop+jwt",)", ""); }},
    {"alg none", "'alg' is none that is known", [] { return proof_with_header("ES256", "none"); }},
    {"a keyed hash", "'alg' is none of ES256", [] { return proof_with_header("ES256", "HS256"); }},
    {"an algorithm of another key", "'jwk' is no key of the proof's 'alg'",
     [] { return proof_with_header("ES256", "RS256"); }},
    {"no key", "'jwk' is missing",
     [] { return client().key.token(R"({"typ":"dpop+jwt","alg":"ES256"})", client().claims); }},
    {"a key by URL", "'jwk' is missing",
     [] {
       return client().key.token(
           R"({"typ":"dpop+jwt","alg":"ES256","jku":"https://evil.example/k"})", client().claims);
     }},
    {"a private key", "is secret",
     [] { return proof_with_header(R"("kty")", R"("d":"AAAA","kty")"); }},
    {"a symmetric key", "it is symmetric",
     [] {
       return client().key.token(R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"oct"}})",
                                 client().claims);
     }},
    {"a key that is no object", "it is no object",
     [] {
       return client().key.token(R"({"typ":"dpop+jwt","alg":"ES256","jwk":"x"})", client().claims);
     }},
    {"a point off the curve", "OpenSSL refuses its numbers",
     [] {
       const std::string ones = encode_base64url(std::string(32, '\x01'));
       return client().key.token(
           R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256",)"
           R"("x":")" +
               ones + R"(","y":")" + ones + R"("}})",
           client().claims);
     }},
    {"the point at infinity", "OpenSSL refuses its numbers",
     [] {
       const std::string zero = encode_base64url(std::string(32, '\0'));
       return client().key.token(
           R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256",)"
           R"("x":")" +
               zero + R"(","y":")" + zero + R"("}})",
           client().claims);
     }},
    {"a point of small order", "small order",
     [] {
       const std::string one = encode_base64url('\x01' + std::string(31, '\0'));
       return client().key.token(
           R"({"typ":"dpop+jwt","alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":")" + one +
               R"("}})",
           client().claims);
     }},
    {"an RSA key of 1024 bits", "1024 bits",
     [] {
       const auto weak = SigningKey::rsa(1024);
       return weak.token(R"({"typ":"dpop+jwt","alg":"RS256","jwk":)" + weak.jwk() + "}",
                         client().claims);
     }},
    {"another's key", "the signature does not verify",
     [] { return SigningKey::p256().token(client().header, client().claims); }},
    {"crit", "'crit' is not accepted",
     [] { return proof_with_header(R"("typ")", R"("crit":["x"],"typ")"); }},
    {"no jti", "'jti' is missing", [] { return proof_with_claim("jti", "jtj"); }},
    {"jti empty", "'jti' is missing", [] { return proof_with_claim("-BwC3ESc6acc2lTc", ""); }},
    {"jti a number", "'jti' is missing",
     [] { return proof_with_claim(R"("-BwC3ESc6acc2lTc")", "1"); }},
    {"jti endless", "'jti' is longer than 256 bytes",
     [] { return proof_with_claim("-BwC3ESc6acc2lTc", std::string(257, 'x')); }},
    {"another method", "'htm' is another method", [] { return proof_with_claim("GET", "POST"); }},
    {"the method in lower case", "'htm' is another method",
     [] { return proof_with_claim("GET", "get"); }},
    {"no htu", "'htu' is missing", [] { return proof_with_claim("htu", "htx"); }},
    {"no ath", "'ath' is missing", [] { return proof_with_claim("ath", "atx"); }},
    {"another token's hash", "'ath' is of another token",
     [] {
       return proof_with_claim(encode_base64url(sha256(kToken)), encode_base64url(sha256("x")));
     }},
    {"iat missing", "'iat' is missing or no date", [] { return proof_with_claim("iat", "iax"); }},
    {"iat a text", "'iat' is missing or no date",
     [] { return proof_with_claim("1720000000", R"("1720000000")"); }},
    {"a claim twice", "stands twice",
     [] { return proof_with_claim(R"("htm":"GET")", R"("htm":"GET","htm":"POST")"); }},
};

TEST(Proof, IsRefusedWhenItIsForged) {
  for (const ForgedProof& forged : kForgedProofs) {
    SCOPED_TRACE(forged.trick);
    const auto proof = check(forged.make());
    EXPECT_THAT(refusal(proof), HasSubstr(forged.refused_for));
    if (proof) continue;
    EXPECT_EQ(proof.error().code, Errc::invalid_token);
    EXPECT_EQ(proof.error().detail, "The DPoP proof does not hold");
  }
}

TEST(Proof, IsBoundToByAClaim) {
  const TokenWorld& world = TokenWorld::get();
  const auto bound_to = [&](const char* cnf) {
    const auto verified = world.verifier().verify_window(
        with_claim(world, R"("sub")", R"("cnf":)" + std::string{cnf} + R"(,"sub")"), world.now);
    return verified ? verified->bound_to : verified.error().internal;
  };
  EXPECT_EQ(bound_to(R"({"jkt":"abc"})"), "abc");
  EXPECT_EQ(bound_to(R"({"x5t#S256":"abc"})"), "");
  EXPECT_EQ(bound_to(R"("jkt")"), "");
  EXPECT_THAT(bound_to(R"({"jkt":""})"), HasSubstr("'cnf' holds a 'jkt' that is none"));
  EXPECT_THAT(bound_to(R"({"jkt":["abc"]})"), HasSubstr("'cnf' holds a 'jkt' that is none"));
}

}  // namespace
}  // namespace bff::auth
