// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/principal.hpp"

namespace bff::auth {

// As what a claim is written; one that does not fit is a text.
enum class ClaimForm : std::uint8_t { text, number, boolean, list };

// What tokens say that the gateway makes for one service.
struct MintTerms {
  std::string issuer, audience;
  std::chrono::seconds lifetime{60};
  struct Claim {
    std::string name;
    ClaimForm form = ClaimForm::text;
  };
  std::vector<Claim> claims;  // of the caller, where it has them
};

struct MintedClaims {
  std::string json;
  std::chrono::system_clock::time_point until;  // `exp`
};

// `iss sub aud exp iat jti`, `idp` (who issued the caller's own token, since subjects of several
// issuers may be called alike), and the caller's claims in the terms' order. Ends with the caller's
// own token, but not sooner than in half a minute: that one may be within its leeway.
MintedClaims minted_claims(const MintTerms& terms, const Principal& caller,
                           std::chrono::system_clock::time_point now, std::string_view id);

}  // namespace bff::auth
