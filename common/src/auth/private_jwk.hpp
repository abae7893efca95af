// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "auth/openssl.hpp"
#include "auth/strict_json.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// A private key and what a JWK says of it.
struct PrivateJwk {
  bool ec = false;  // P-256, which serves ES256; else Ed25519, which serves EdDSA
  EvpKey key;
  std::string public_members;  // as RFC 7638 §3.2 orders them, without braces
  std::string thumbprint;      // RFC 7638, by SHA-256, as base64url
  std::string secret;          // `d`, as it stands in the JWK
};

// Error.internal says what is wrong, without what stands there.
Result<PrivateJwk> read_private_jwk(const JsonValue& jwk);
PrivateJwk make_private_jwk(bool ec);

}  // namespace bff::auth
