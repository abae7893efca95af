// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "auth/algorithm.hpp"
#include "auth/openssl.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// The private keys of a gateway that signs tokens of its own. Immutable; sign() may run on any
// thread.
class TokenSigner {
 public:
  // From a private JWKS (RFC 7517) of P-256 and Ed25519 keys, of which the first one signs.
  // Refused: keys of other types, keys whose halves do not belong together, keys under one name.
  // Error.internal says what is wrong, and never what stands there.
  static Result<std::shared_ptr<const TokenSigner>> parse(std::string_view jwks);

  // `claims`, a JSON object, as a compact JWS (RFC 7515 §7.1) of `typ` JWT.
  std::string sign(std::string_view claims) const;

  // The public halves, as JWKS, and how many there are.
  const std::string& public_keys() const noexcept { return public_keys_; }
  std::size_t size() const noexcept { return size_; }

 private:
  TokenSigner() = default;

  EvpKey key_;
  bool ec_ = false;
  std::string header_;  // base64url
  std::string public_keys_;
  std::size_t size_ = 0;
};

// A new key, as the private JWKS that parse() takes; its name is its thumbprint (RFC 7638).
// Precondition: ES256 or EdDSA.
std::string make_signing_key(Algorithm algorithm);

}  // namespace bff::auth
