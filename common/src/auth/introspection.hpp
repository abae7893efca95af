// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <string_view>

#include "auth/verifier.hpp"

namespace bff::auth {

// Whether only its issuer can tell what a token says: it is no JWS, which has three parts.
bool is_opaque(std::string_view token) noexcept;

// What a token is to be that an issuer is asked about.
enum class Asked {
  whole,       // nobody knows more of it than the issuer says
  revocation,  // a JWT that has been verified: only whether it is still active
};

// Judges what an introspection endpoint has said (RFC 7662 §2.2), by the issuer's rules like the
// claims of a JWT. `iss` and `exp`, which need not be there, are the issuer, and `keep` from now:
// the question is put anew then. Where `azp` is wanted, `client_id` does as well.
//
// Errors: invalid_token where the token does not hold; upstream_error where this is no such answer,
// so that nothing is known. Error.internal says why, and holds nothing of the token.
Result<Verified> judge_introspection(std::string_view answer, const IssuerRules& rules, Asked asked,
                                     std::chrono::system_clock::time_point now,
                                     std::chrono::milliseconds keep);

}  // namespace bff::auth
