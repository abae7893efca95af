// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/bn.h>

#include <string_view>

namespace bff::auth {

// Keys that are well-formed and yet give no protection, which OpenSSL's own check lets pass.

// Whether an RSA modulus was made by the flawed generator of CVE-2017-15361 (ROCA): modulo each
// small prime it is then a power of 65537. A sound key looks so with a chance far below 2^-20.
bool has_roca_fingerprint(const BIGNUM& modulus);

// Whether an Ed25519 public key is a point of small order, under which signatures can be made
// without any private key (RFC 8032 §8.9 warns of the like). Precondition: 32 bytes.
bool has_small_order(std::string_view ed25519_key);

}  // namespace bff::auth
