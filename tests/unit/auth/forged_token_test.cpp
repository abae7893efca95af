// SPDX-License-Identifier: Apache-2.0
// Tricks with a token's form, header, key and signature.
#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include "unit/auth/forgery.hpp"

namespace bff::auth {
namespace {

using World = TokenWorld;

std::string hmac(std::string_view key, std::string_view message) {
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(),
       reinterpret_cast<unsigned char*>(mac.data()), &size);
  mac.resize(size);
  return mac;
}

// HS256 with some form of the public RSA key as the secret.
std::string keyed_hash(std::string_view secret, std::string_view alg = "HS256") {
  const std::string text = message(R"({"alg":")" + std::string{alg} + R"(","kid":"r"})");
  return text + '.' + base64url(hmac(secret, text));
}

std::string with_signature(const std::string& token, std::string_view signature) {
  return token.substr(0, token.rfind('.') + 1) + base64url(signature);
}

std::string signature_of(const std::string& token) { return token.substr(token.rfind('.') + 1); }

using namespace std::string_literals;
const char* const kAlg = "header: 'alg' is none that is known";
const char* const kNotUsed = "header: 'alg' is none that 'https://id.example' may use";
const char* const kKey = "no key of the set is meant";
const char* const kSignature = "the signature does not verify";
const char* const kForm = "not of three parts";
const char* const kBase64 = "no strict base64url";

const Forgery kForgedTokens[] = {
    // No signature
    {"alg none, no signature", "the signature is empty",
     [](auto&) { return message(R"({"alg":"none"})") + '.'; }},
    {"alg none, a signature", kAlg,
     [](const World& w) { return w.ed.token(R"({"alg":"none"})", World::kClaims); }},
    {"alg None", kAlg, [](const World& w) { return with_header(w, R"({"alg":"None"})"); }},
    {"alg nOnE", kAlg, [](const World& w) { return with_header(w, R"({"alg":"nOnE"})"); }},
    {"alg with a space", kAlg,
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA "})"); }},
    {"alg in lower case", kAlg,
     [](const World& w) { return w.ec.token(R"({"alg":"es256"})", World::kClaims); }},
    {"alg empty", kAlg, [](const World& w) { return with_header(w, R"({"alg":""})"); }},
    {"alg null", kAlg, [](const World& w) { return with_header(w, R"({"alg":null})"); }},
    {"alg a list", kAlg, [](const World& w) { return with_header(w, R"({"alg":["EdDSA"]})"); }},
    {"alg missing", kAlg, [](const World& w) { return with_header(w, R"({"typ":"JWT"})"); }},
    {"signature cut off", kForm, [](const World& w) { return message(w.kEdHeader); }},
    {"signature empty", "the signature is empty",
     [](const World& w) { return message(w.kEdHeader) + '.'; }},

    // The public key as a secret
    {"HS256 keyed with the PEM", kNotUsed, [](const World& w) { return keyed_hash(w.rsa.pem()); }},
    {"HS256 keyed with the PEM without its line end", kNotUsed,
     [](const World& w) {
       std::string pem = w.rsa.pem();
       pem.pop_back();
       return keyed_hash(pem);
     }},
    {"HS256 keyed with the DER", kNotUsed, [](const World& w) { return keyed_hash(w.rsa.der()); }},
    {"HS256 keyed with the JWK", kNotUsed, [](const World& w) { return keyed_hash(w.rsa.jwk()); }},
    {"HS256 keyed with the SSH form", kNotUsed,
     [](const World& w) { return keyed_hash(w.rsa.ssh()); }},
    {"HS256 keyed with nothing", kNotUsed, [](auto&) { return keyed_hash(""); }},
    {"a keyed hash that calls itself RS256", kSignature,
     [](const World& w) { return keyed_hash(w.rsa.pem(), "RS256"); }},
    {"a keyed hash that calls itself EdDSA", kKey,
     [](const World& w) { return keyed_hash(w.ed.pem(), "EdDSA"); }},

    // Another key, another algorithm
    {"signed by a stranger, EdDSA", kSignature,
     [](const World& w) { return SigningKey::ed25519().token(w.kEdHeader, w.kClaims); }},
    {"signed by a stranger, ES256", kSignature,
     [](const World& w) { return SigningKey::p256().token(w.kEcHeader, w.kClaims); }},
    {"signed by a stranger, RS256", kSignature,
     [](const World& w) { return SigningKey::rsa().token(w.kRsaHeader, w.kClaims); }},
    {"ES256 under the RSA key's kid", kKey,
     [](const World& w) { return w.ec.token(R"({"alg":"ES256","kid":"r"})", w.kClaims); }},
    {"RS256 under the EC key's kid", kKey,
     [](const World& w) { return w.rsa.token(R"({"alg":"RS256","kid":"e"})", w.kClaims); }},
    {"RS256 by name, ECDSA by signature", kSignature,
     [](const World& w) { return w.ec.token(w.kRsaHeader, w.kClaims); }},
    {"PS256", kNotUsed,
     [](const World& w) { return w.rsa.token(R"({"alg":"PS256","kid":"r"})", w.kClaims); }},
    {"RS512", kNotUsed,
     [](const World& w) { return w.rsa.token(R"({"alg":"RS512","kid":"r"})", w.kClaims); }},
    {"ES256K", kAlg,
     [](const World& w) { return w.ec.token(R"({"alg":"ES256K","kid":"e"})", w.kClaims); }},
    {"Ed448", kAlg, [](const World& w) { return with_header(w, R"({"alg":"Ed448","kid":"d"})"); }},
    {"PBES2 with billions of rounds", kAlg,
     [](const World& w) {
       return with_header(w, R"({"alg":"PBES2-HS512+A256KW","p2c":2147483647})");
     }},

    // Keys that the token brings along
    {"its own jwk", kSignature,
     [](const World& w) {
       const auto own = SigningKey::ed25519();
       return own.token(R"({"alg":"EdDSA","jwk":)" + own.jwk() + "}", w.kClaims);
     }},
    {"its own jku", kSignature,
     [](const World& w) {
       return SigningKey::ed25519().token(R"({"alg":"EdDSA","jku":"https://evil.example/keys"})",
                                          w.kClaims);
     }},
    {"its own x5u", kSignature,
     [](const World& w) {
       return SigningKey::ed25519().token(R"({"alg":"EdDSA","x5u":"file:///dev/zero"})", w.kClaims);
     }},
    {"its own x5c", kSignature,
     [](const World& w) {
       return SigningKey::rsa().token(R"({"alg":"RS256","x5c":["MIIB"]})", w.kClaims);
     }},

    // kid
    {"kid of no key", kKey,
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":"x"})"); }},
    {"kid in another case", kKey,
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":"D"})"); }},
    {"kid empty", kKey,
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":""})"); }},
    {"kid a path", kKey,
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":"../../dev/null"})"); }},
    {"kid a URL", kKey,
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":"http://127.0.0.1/"})"); }},
    {"kid SQL", kKey,
     [](const World& w) {
       return with_header(w, R"({"alg":"EdDSA","kid":"x' UNION SELECT 'key"})");
     }},
    {"kid with a NUL behind it", kKey,
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":"d\u0000"})"); }},
    {"kid a number", "'kid' is no text",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":0})"); }},
    {"kid null", "'kid' is no text",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","kid":null})"); }},

    // Headers that change the rules, or read in two ways
    {"crit of an unknown name", "'crit' is not accepted",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","crit":["x"],"x":1})"); }},
    {"crit empty", "'crit' is not accepted",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","crit":[]})"); }},
    {"crit null", "'crit' is not accepted",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","crit":null})"); }},
    {"b64 false", "'b64' is not accepted",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","b64":false})"); }},
    {"b64 true", "'b64' is not accepted",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","b64":true})"); }},
    {"alg twice, the good one last", "'alg' stands twice",
     [](const World& w) { return with_header(w, R"({"alg":"none","alg":"EdDSA"})"); }},
    {"alg twice, the good one first", "'alg' stands twice",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","alg":"none"})"); }},
    {"alg twice, once escaped", "'alg' stands twice",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","\u0061lg":"none"})"); }},
    {"a header 5 deep", "header: nested",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","x":[[[[1]]]]})"); }},
    {"a header that is no object", "header: no object",
     [](const World& w) { return with_header(w, R"(["EdDSA"])"); }},
    {"a header with something behind it", "header: not JSON",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA"}{"alg":"none"})"); }},
    {"a header with a NUL behind it", "header: holds a NUL",
     [](const World& w) { return with_header(w, "{\"alg\":\"EdDSA\"}\0{}"s); }},
    {"a header behind a byte order mark", "header: begins with a byte order",
     [](const World& w) { return with_header(w, "\xef\xbb\xbf{\"alg\":\"EdDSA\"}"); }},
    {"a header with a comment", "header: not JSON",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA"/**/})"); }},
    {"an ID token's typ", "'typ' is none that",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","typ":"id+jwt"})"); }},
    {"a logout token's typ", "'typ' is none that",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","typ":"logout+jwt"})"); }},
    {"typ empty", "'typ' is no text",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","typ":""})"); }},
    {"typ no text", "'typ' is no text",
     [](const World& w) { return with_header(w, R"({"alg":"EdDSA","typ":["JWT"]})"); }},

    // Another form of the same bytes
    {"padding", kBase64, [](const World& w) { return w.ed_token() + "=="; }},
    {"a trailing bit in the signature", kBase64,
     [](const World& w) {
       std::string token = w.ed_token();  // 64 bytes: 4 bits of the last letter count for nothing
       token.back() = static_cast<char>(token.back() + 1);  // A, Q, g or w before
       return token;
     }},
    {"plain base64", kBase64,
     [](const World& w) {
       // One in sixteen signatures has neither letter that the two alphabets differ in.
       std::string claims{w.kClaims}, token;
       do {
         claims += ' ';
         token = with_claims(w, claims);
       } while (signature_of(token).find_first_of("-_") == std::string::npos);
       for (char& c : token) c = c == '-' ? '+' : c == '_' ? '/' : c;
       return token;
     }},
    {"a space before", kBase64, [](const World& w) { return ' ' + w.ed_token(); }},
    {"a line end behind", kBase64, [](const World& w) { return w.ed_token() + '\n'; }},
    {"a NUL behind", kBase64, [](const World& w) { return w.ed_token() + '\0'; }},
    {"a letter beyond ASCII", kBase64, [](const World& w) { return w.ed_token() + "\xc3\xa9"; }},
    {"four parts", kForm, [](const World& w) { return w.ed_token() + ".x"; }},
    {"four parts, the last empty", kForm, [](const World& w) { return w.ed_token() + '.'; }},
    {"a JWE of five parts", kForm,
     [](auto&) {
       return base64url(R"({"alg":"dir","enc":"A256GCM","zip":"DEF"})") + "..AA.AA.AA";
     }},
    {"the JSON serialisation", kForm,
     [](const World& w) {
       return R"({"payload":")" + base64url(w.kClaims) + R"(","signatures":[]})";
     }},
    {"two dots", "the signature is empty", [](auto&) { return ".."s; }},
    {"no header", "header: not JSON",
     [](const World& w) { return '.' + base64url(w.kClaims) + ".AA"; }},
    {"nothing", kForm, [](auto&) { return ""s; }},
    {"a megabyte of dots", "longer than 16 KiB", [](auto&) { return std::string(1 << 20, '.'); }},
    {"more than 16 KiB, well signed", "longer than 16 KiB",
     [](const World& w) {
       return with_claim(w, R"("sub")", R"("x":")" + std::string(16'000, 'x') + R"(","sub")");
     }},

    // Signatures
    {"the header changed after signing", kSignature,
     [](const World& w) {
       const std::string token = w.ed_token();
       return base64url(R"({"alg":"EdDSA","kid":"d"})") + token.substr(token.find('.'));
     }},
    {"the claims changed after signing", kSignature,
     [](const World& w) {
       return message(w.kEdHeader, replaced(std::string{w.kClaims}, "42", "43")) + '.' +
              signature_of(w.ed_token());
     }},
    {"ES256 in DER", kSignature,
     [](const World& w) {
       const std::string text = message(w.kEcHeader);
       return text + '.' + base64url(w.ec.sign_raw(text));
     }},
    {"ES256 with r = s = 0", kSignature,
     [](const World& w) { return with_signature(w.ec_token(), std::string(64, '\0')); }},
    {"ES256 with r = 0 and s = 1", kSignature,
     [](const World& w) { return with_signature(w.ec_token(), std::string(63, '\0') + '\x01'); }},
    {"ES256 with r = s = n", kSignature,
     [](const World& w) {
       const std::string order =
           "\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"
           "\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51"s;
       return with_signature(w.ec_token(), order + order);
     }},
    {"ES256 a byte short", kSignature,
     [](const World& w) { return with_signature(w.ec_token(), std::string(63, '\x01')); }},
    {"ES256 a zero byte before r", kSignature,
     [](const World& w) {
       const std::string text = message(w.kEcHeader);
       return text + '.' + base64url('\0' + w.ec.sign(text));
     }},
    {"ES256 a byte behind s", kSignature,
     [](const World& w) {
       const std::string text = message(w.kEcHeader);
       return text + '.' + base64url(w.ec.sign(text) + '\0');
     }},
    {"RS256 a zero byte before", kSignature,
     [](const World& w) {
       const std::string text = message(w.kRsaHeader);
       return text + '.' + base64url('\0' + w.rsa.sign(text));
     }},
    {"RS256 all zero", kSignature,
     [](const World& w) { return with_signature(w.rsa_token(), std::string(256, '\0')); }},
    {"RS256 above the modulus", kSignature,
     [](const World& w) { return with_signature(w.rsa_token(), std::string(256, '\xff')); }},
    {"RS256 one byte", kSignature,
     [](const World& w) { return with_signature(w.rsa_token(), "\x01"); }},
    {"EdDSA all zero", kSignature,
     [](const World& w) { return with_signature(w.ed_token(), std::string(64, '\0')); }},
    {"EdDSA a byte behind", kSignature,
     [](const World& w) {
       const std::string text = message(w.kEdHeader);
       return text + '.' + base64url(w.ed.sign(text) + '\0');
     }},
    {"EdDSA with S + L, another form of the same signature", kSignature,
     [](const World& w) {
       const std::string order =  // L, little-endian (RFC 8032 §5.1)
           "\xed\xd3\xf5\x5c\x1a\x63\x12\x58\xd6\x9c\xf7\xa2\xde\xf9\xde\x14"s +
           std::string(15, '\0') + '\x10';
       std::string signature = w.ed.sign(message(w.kEdHeader));
       unsigned carry = 0;
       for (std::size_t i = 0; i < 32; ++i) {
         carry += static_cast<unsigned char>(signature[32 + i]);
         carry += static_cast<unsigned char>(order[i]);
         signature[32 + i] = static_cast<char>(carry);
         carry >>= 8;
       }
       return with_signature(w.ed_token(), signature);
     }},
};

TEST(ForgedTokens, AreAllRefusedForTheirOwnReason) { expect_refused(kForgedTokens); }

// No bit of a token is without meaning.
TEST(ForgedTokens, AreMadeByAnyChangeOfABit) {
  const World& world = World::get();
  const Verifier verifier = world.verifier();
  for (const std::string& good : {world.ec_token(), world.ed_token()}) {
    ASSERT_TRUE(verifier.verify(good, world.now));
    for (std::size_t i = 0; i < good.size(); ++i) {
      std::string forged = good;
      forged[i] = static_cast<char>(forged[i] ^ (1 << i % 8));
      EXPECT_FALSE(verifier.verify(forged, world.now)) << i;
    }
  }
}

TEST(ForgedTokens, AreMadeByCuttingATokenAnywhere) {
  const World& world = World::get();
  const std::string good = world.ed_token();
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(world.verifier().verify(good.substr(0, size), world.now)) << size;
}

}  // namespace
}  // namespace bff::auth
