// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "auth/public_key.hpp"
#include "auth/verifier.hpp"
#include "bff/error.hpp"

namespace bff::auth {

inline constexpr std::size_t kMaxToken = 16 * 1024;  // bytes
inline constexpr int kMaxTokenDepth = 4;             // of header and claims

Error invalid_token(std::string why, std::string detail = "");

// A compact JWS (RFC 7515 §7.1) taken apart; nothing of it has been verified yet.
struct Jws {
  Algorithm algorithm;
  std::optional<std::string> key_id;
  std::string payload;
  std::string signature;
  std::string_view signed_part;  // of the token that was parsed
};

// Checks the form and the header. A header's `jwk`, `jku`, `x5u`, `x5c` are not even read.
Result<Jws> parse_jws(std::string_view token);

Result<void> check_signature(const Jws& jws, const KeySet& keys);

}  // namespace bff::auth
