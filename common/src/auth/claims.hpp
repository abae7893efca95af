// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "auth/strict_json.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {

// Judges a token's claims by one issuer's rules: `aud`, `azp`, `exp`, `nbf`, `iat`, and the types
// of all that are read. Precondition: `claims` is an object whose `iss` is the rules' issuer.
Result<Verified> judge_claims(const JsonValue& claims, const IssuerRules& rules,
                              std::chrono::system_clock::time_point now);

// A NumericDate (RFC 7519 §2); nothing when there is no such claim.
Result<std::optional<std::chrono::system_clock::time_point>> date_claim(const JsonValue& claims,
                                                                        std::string_view name);

// The words of a `scope` claim, which spaces part (RFC 8693 §4.2).
std::vector<std::string> split_scope(std::string_view text);

// Error.internal of a token whose time is over, and of which nothing else is wrong.
inline constexpr std::string_view kExpired = "expired";

// Whether a token with this window may be used now.
Result<void> check_window(std::chrono::system_clock::time_point from,
                          std::chrono::system_clock::time_point until,
                          std::chrono::system_clock::time_point now);

}  // namespace bff::auth
