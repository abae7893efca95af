// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "auth/verifier.hpp"

namespace bff::auth {

// Whom an identity provider has logged out.
struct LogoutNotice {
  std::string subject, session;  // one of them may be empty
  std::string id;                // `jti`: to be taken once
};

// Of a logout token whose signature, issuer, audience and times hold (OpenID Connect Back-Channel
// Logout §2.6): that it is one, and no ID token. Error.internal says why it is none.
Result<LogoutNotice> read_logout_token(std::string_view token, const Verified& verified);

}  // namespace bff::auth
