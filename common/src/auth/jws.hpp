// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "auth/algorithm.hpp"
#include "auth/strict_json.hpp"
#include "auth/verifier.hpp"
#include "bff/error.hpp"

namespace bff::auth {

inline constexpr std::size_t kMaxToken = 16 * 1024;  // bytes
inline constexpr int kMaxTokenDepth = 4;             // of header and claims

class PublicKey;

Error invalid_token(std::string why, std::string detail = "");

// A compact JWS (RFC 7515 §7.1) taken apart; nothing of it has been verified yet.
struct Jws {
  Algorithm algorithm;
  std::optional<std::string> key_id;
  std::string type;  // `typ` as one compares it: "at+jwt"; empty: there is none
  JsonValue header;
  std::string payload;
  std::string signature;
  std::string_view signed_part;  // of the token that was parsed
};

// Checks the form, and what every header must be. A header's `jwk`, `jku`, `x5u`, `x5c` are not
// even looked at.
Result<Jws> parse_jws(std::string_view token);

// A media type as `typ` has it, in lower case and without "application/" (RFC 7515 §4.1.9).
std::string token_type(std::string_view type);

// The key of the set that the header means; null: there is none, or the choice is open.
const PublicKey* key_of(const Jws& jws, const KeySet& keys);

}  // namespace bff::auth
