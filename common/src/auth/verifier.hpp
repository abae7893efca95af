// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/principal.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// The public keys of one issuer, from a JWKS document (RFC 7517). Immutable.
class KeySet;

// Parses a JWKS. Refuses the whole set for duplicate kids, duplicate members, private or
// symmetric keys, keys that are not valid (RSA outside 2048–8192 bits, points off the curve);
// keys of other types or uses are ignored. Error.internal says why.
Result<std::shared_ptr<const KeySet>> parse_key_set(std::string_view json);

// How many of its keys can verify anything here. With none, every token is refused.
std::size_t usable_keys(const KeySet& keys);

struct IssuerRules {
  std::string issuer;                  // `iss` must equal it
  std::vector<std::string> audiences;  // `aud` must hold one of them
  std::chrono::seconds leeway{30};
  std::shared_ptr<const KeySet> keys;
};

// What a token says, and when it may be used: from `from` until before `until`, leeway included.
struct Verified {
  Principal principal;
  std::chrono::system_clock::time_point from;
  std::chrono::system_clock::time_point until;
};

// Verifies compact JWS tokens (RFC 7515, 7519, 8725). Thread-safe, immutable.
// Only RS256, ES256 and EdDSA (Ed25519); the key fixes the algorithm, the header only has to
// agree. `crit`, `b64`, unknown `typ`s, duplicate members and nested depth over 4 are refused;
// no key is ever taken from, or fetched for, the token itself. Without a `kid` the set must hold
// exactly one key of the algorithm.
class Verifier {
 public:
  // Of several rules for one issuer the first holds. Rules without keys or audiences accept
  // nothing.
  explicit Verifier(std::vector<IssuerRules> issuers);
  // Error: invalid_token; its `internal` says which rule broke, its detail does not tell keys from
  // signatures.
  Result<Principal> verify(std::string_view token, std::chrono::system_clock::time_point now) const;
  // The same for callers who keep the answer.
  Result<Verified> verify_window(std::string_view token,
                                 std::chrono::system_clock::time_point now) const;

 private:
  std::vector<IssuerRules> issuers_;
};

// Signature only, without claims: the payload, or invalid_token. For the public test vectors.
Result<std::string> verify_signature(std::string_view token, const KeySet& keys);

// Remembers verified tokens until they expire, so that a repeated one costs a hash look-up.
// Bounded by their number and by their bytes in all; the oldest go first. Keyed by the whole token,
// signature included. What was refused is not remembered. One per worker and snapshot, not
// thread-safe.
class TokenCache {
 public:
  explicit TokenCache(std::size_t capacity = 4096, std::size_t max_bytes = std::size_t{8} << 20);
  ~TokenCache();
  // From the cache, or verified and remembered. Principals stay valid as long as they are held.
  Result<std::shared_ptr<const Principal>> verify(const Verifier& verifier, std::string_view token,
                                                  std::chrono::system_clock::time_point now);
  // Takes a token as verified, until it expires: for tests of routes, whose callers are made up.
  void add(std::string token, std::shared_ptr<const Principal> principal);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The token of an Authorization header: "Bearer <token>", scheme in any case (RFC 6750).
// Errors: unauthenticated for another scheme, invalid_token for a malformed one.
Result<std::string_view> bearer_token(std::string_view header);

}  // namespace bff::auth
