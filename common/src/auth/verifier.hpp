// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/algorithm.hpp"
#include "auth/principal.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// The public keys of one issuer, from a JWKS document (RFC 7517). Immutable.
class KeySet;
class SecretKey;

// What is verified where nobody says more.
inline const std::vector<Algorithm> kUsualAlgorithms{Algorithm::rs256, Algorithm::es256,
                                                     Algorithm::eddsa};

// Parses a JWKS. Refuses the whole set for duplicate kids, duplicate members, private or
// symmetric keys, keys that are not valid (RSA outside 2048–8192 bits, points off the curve);
// keys of other types or uses are ignored. Error.internal says why.
Result<std::shared_ptr<const KeySet>> parse_key_set(std::string_view json);

// How many of its keys serve one of these. With none, every token is refused.
std::size_t usable_keys(const KeySet& keys,
                        const std::vector<Algorithm>& algorithms = kUsualAlgorithms);

// Where one worker finds keys that change while the gateway runs: that worker changes it.
struct KeySlot {
  std::shared_ptr<const KeySet> keys = nullptr;  // null: there are none
  std::shared_ptr<const SecretKey> secret = nullptr;
};

// Whether tokens have to come with a proof that the client holds their key (RFC 9449).
enum class Dpop { off, optional, required };

struct IssuerRules {
  std::string issuer;                  // `iss` must equal it
  std::vector<std::string> audiences;  // `aud` must hold one of them
  std::chrono::seconds leeway{30};
  std::shared_ptr<const KeySet> keys;
  std::vector<Algorithm> algorithms = kUsualAlgorithms;
  // For the keyed hashes among them, and for nothing else; else null.
  std::shared_ptr<const SecretKey> secret;
  // One of these must be `typ`, as token_type() writes it. Empty: it is jwt, at+jwt or not there.
  std::vector<std::string> types;
  std::vector<std::string> parties;             // one of them must be `azp`; empty: nobody asks
  std::optional<std::chrono::seconds> max_age;  // since `iat`, which must be there then
  Dpop dpop = Dpop::off;
  // By what its keys are known where they are fetched.
  std::string source;
  // Where keys change: their place, instead of `keys` and `secret`.
  std::shared_ptr<const KeySlot> slot;
  // Whether the issuer itself is asked about its tokens (RFC 7662), and about which.
  struct Asking {
    std::string source;   // by what the one who asks is known; empty: nobody does
    bool opaque = false;  // tokens that are no JWT
    bool always = false;  // its JWTs, too, whether they are still active
    bool alone = false;   // it has no keys: nothing else is known of its tokens
  } asking = {};

  const std::shared_ptr<const KeySet>& current_keys() const noexcept {
    return slot ? slot->keys : keys;
  }
  const std::shared_ptr<const SecretKey>& current_secret() const noexcept {
    return slot ? slot->secret : secret;
  }
};

// What a token says, and when it may be used: from `from` until before `until`, leeway included.
struct Verified {
  Principal principal;
  std::chrono::system_clock::time_point from;
  std::chrono::system_clock::time_point until;
  // What it was verified with, where keys come and go; else null.
  std::shared_ptr<const KeySlot> slot = nullptr;
  std::shared_ptr<const KeySet> keys = nullptr;
  std::shared_ptr<const SecretKey> secret = nullptr;
  // The thumbprint of the client's key, where the token is bound to one, and what its issuer's
  // rules say of that.
  std::string bound_to = {};
  Dpop dpop = Dpop::off;
  std::chrono::seconds leeway{0};

  bool keys_hold() const noexcept {
    return slot == nullptr || (slot->keys == keys && slot->secret == secret);
  }
};

// Verifies compact JWS tokens (RFC 7515, 7519, 8725). Thread-safe, immutable.
// Only the issuer's algorithms; the key fixes which of them it serves, the header only has to
// agree. `crit`, `b64`, other `typ`s, duplicate members and nested depth over 4 are refused;
// no key is ever taken from the token itself, nor from where it says. Without a `kid` the set must
// hold exactly one key of the algorithm.
class Verifier {
 public:
  // Of several rules for one issuer the first holds. Rules without keys or audiences accept
  // nothing.
  explicit Verifier(std::vector<IssuerRules> issuers);
  // Error: invalid_token; its `internal` says which rule broke, its detail does not tell keys from
  // signatures.
  Result<Principal> verify(std::string_view token, std::chrono::system_clock::time_point now) const;
  // The same for callers who keep the answer. `wanting` (may be null) is set to the issuer where
  // the token is refused, and only because its key is not among those that have been fetched, or
  // because only the issuer can tell (Asking::alone).
  Result<Verified> verify_window(std::string_view token, std::chrono::system_clock::time_point now,
                                 const IssuerRules** wanting = nullptr) const;

  const std::vector<IssuerRules>& issuers() const noexcept { return issuers_; }

 private:
  std::vector<IssuerRules> issuers_;
};

// Signature only, without claims, by whatever algorithm: the payload, or invalid_token. For the
// public test vectors.
Result<std::string> verify_signature(std::string_view token, const KeySet& keys);

// Remembers verified tokens until they expire, so that a repeated one costs a hash look-up.
// Bounded by their number and by their bytes in all; the oldest go first. Keyed by the whole token,
// signature included. Verified anew once its issuer's keys have changed. What was refused is not
// remembered. One per worker and snapshot, not thread-safe.
class TokenCache {
 public:
  explicit TokenCache(std::size_t capacity = 4096, std::size_t max_bytes = std::size_t{8} << 20);
  ~TokenCache();
  // From the cache, or verified and remembered. What it gives stays valid as long as it is held.
  Result<std::shared_ptr<const Verified>> verify(const Verifier& verifier, std::string_view token,
                                                 std::chrono::system_clock::time_point now,
                                                 const IssuerRules** wanting = nullptr);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Credentials {
  bool dpop = false;  // else Bearer
  std::string_view token;
};

// Those of an Authorization header: "Bearer <token>" (RFC 6750) or "DPoP <token>" (RFC 9449 §7.1),
// scheme in any case. Errors: unauthenticated for another scheme, invalid_token for a malformed
// token.
Result<Credentials> read_credentials(std::string_view header);

}  // namespace bff::auth
