// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "auth/openssl.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {

std::string base64url(std::string_view bytes);

// A private key and what a test can do with it. Made by OpenSSL when first used.
class SigningKey {
 public:
  static SigningKey rsa(unsigned bits = 2048);
  static SigningKey p256();
  static SigningKey p384();
  static SigningKey p521();
  static SigningKey ed25519();

  // `members` are added to the JWK: R"("kid":"a","use":"sig")".
  std::string jwk(std::string_view members = "") const;
  std::string pem() const;  // SubjectPublicKeyInfo, as in a .pem file
  std::string der() const;  // the same, binary
  std::string ssh() const;  // of RSA: as in authorized_keys (RFC 4253 §6.6)

  // What it signs with where nobody says: RS256 of what RSA can.
  Algorithm usual() const;
  // In JWS form: for curves of ECDSA r and s side by side.
  std::string sign(std::string_view message) const { return sign(message, usual()); }
  std::string sign(std::string_view message, Algorithm algorithm) const;
  // As OpenSSL gives it: for those curves in DER.
  std::string sign_raw(std::string_view message) const { return sign_raw(message, usual()); }
  std::string sign_raw(std::string_view message, Algorithm algorithm) const;
  // Header and claims, both JSON, as a signed compact token.
  std::string token(std::string_view header, std::string_view claims) const {
    return token(header, claims, usual());
  }
  std::string token(std::string_view header, std::string_view claims, Algorithm algorithm) const;

 private:
  explicit SigningKey(EvpKey key) : key_{std::move(key)} {}
  bool is_ec() const { return EVP_PKEY_is_a(key_.get(), "EC") == 1; }
  std::size_t coordinate() const;               // bytes, of a curve
  std::string number(const char* param) const;  // big-endian

  EvpKey key_;
};

std::string key_set_of(std::initializer_list<std::string> jwks);

// The keys and the issuer that the tests of this folder share, and tokens that hold.
struct TokenWorld {
  static const TokenWorld& get();

  SigningKey rsa = SigningKey::rsa();
  SigningKey ec = SigningKey::p256();
  SigningKey ed = SigningKey::ed25519();
  std::shared_ptr<const KeySet> keys;
  // 2024-07-03T09:20:00Z
  std::chrono::system_clock::time_point now{std::chrono::seconds{1720000000}};

  Verifier verifier() const;

  std::string rsa_token() const { return rsa.token(kRsaHeader, kClaims); }
  std::string ec_token() const { return ec.token(kEcHeader, kClaims); }
  std::string ed_token() const { return ed.token(kEdHeader, kClaims); }

  static constexpr std::string_view kRsaHeader = R"({"alg":"RS256","typ":"JWT","kid":"r"})";
  static constexpr std::string_view kEcHeader = R"({"alg":"ES256","typ":"JWT","kid":"e"})";
  static constexpr std::string_view kEdHeader = R"({"alg":"EdDSA","typ":"JWT","kid":"d"})";
  static constexpr std::string_view kClaims =
      R"({"iss":"https://id.example","aud":"shop","sub":"42","exp":1720000600,)"
      R"("scope":"profile.read orders.read"})";
};

}  // namespace bff::auth
