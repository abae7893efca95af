// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "auth/algorithm.hpp"
#include "auth/openssl.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// A public key; its type and curve fix the algorithms that it serves. Immutable; verify() may run
// on any thread.
class PublicKey {
 public:
  enum class Type : std::uint8_t { rsa, p256, p384, p521, ed25519 };

  // From the big-endian numbers of a JWK. Refused: moduli outside 2048–8192 bits, exponents that
  // are even, below 3 or above 32 bits, ROCA's moduli.
  static Result<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
  // From the coordinates of a point of a curve, each of as many bytes as its field has.
  static Result<PublicKey> point(Type curve, std::string_view x, std::string_view y);
  // From the 32 bytes of an Ed25519 key.
  static Result<PublicKey> ed25519(std::string_view x);

  // RSA keys serve RS… and PS…; every other key exactly one algorithm.
  bool serves(Algorithm algorithm) const noexcept { return serves(type_, algorithm); }
  static bool serves(Type type, Algorithm algorithm) noexcept;

  // `signature` is in JWS form: for ES… r and s of the curve's size each (RFC 7518 §3.4), never
  // DER. False where the key does not serve the algorithm.
  bool verify(Algorithm algorithm, std::string_view message, std::string_view signature) const;

  // RFC 7638, by SHA-256, as base64url.
  const std::string& thumbprint() const noexcept { return thumbprint_; }

 private:
  PublicKey(Type type, EvpKey key, std::string thumbprint)
      : type_{type}, key_{std::move(key)}, thumbprint_{std::move(thumbprint)} {}
  // `jwk`: the members that make the key, as RFC 7638 §3.2 orders them.
  static Result<PublicKey> checked(Type type, EvpKey key, std::string_view jwk);

  Type type_;
  EvpKey key_;
  std::string thumbprint_;
};

}  // namespace bff::auth
