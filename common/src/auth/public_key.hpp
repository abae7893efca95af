// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "auth/openssl.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// The algorithms of RFC 7518 and RFC 8037 that this gateway verifies. There is no other: neither
// `none` nor a keyed hash can be expressed.
enum class Algorithm { rs256, es256, eddsa };

// "RS256", "ES256", "EdDSA", in this case only.
std::optional<Algorithm> algorithm_named(std::string_view name);

// A public key that is bound to its one algorithm. Immutable; verify() may run on any thread.
class PublicKey {
 public:
  // From the big-endian numbers of a JWK. Refused: moduli outside 2048–8192 bits, exponents that
  // are even, below 3 or above 32 bits, ROCA's moduli.
  static Result<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
  // From the coordinates of a point of P-256, each of 32 bytes.
  static Result<PublicKey> p256(std::string_view x, std::string_view y);
  // From the 32 bytes of an Ed25519 key.
  static Result<PublicKey> ed25519(std::string_view x);

  Algorithm algorithm() const noexcept { return algorithm_; }

  // `signature` is in JWS form: for ES256 r and s of 32 bytes each (RFC 7518 §3.4), never DER.
  bool verify(std::string_view message, std::string_view signature) const;

 private:
  PublicKey(Algorithm algorithm, EvpKey key) : algorithm_{algorithm}, key_{std::move(key)} {}
  static Result<PublicKey> checked(Algorithm algorithm, EvpKey key);

  Algorithm algorithm_;
  EvpKey key_;
};

}  // namespace bff::auth
