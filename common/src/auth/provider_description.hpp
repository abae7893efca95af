// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "bff/error.hpp"

namespace bff::auth {

// What an identity provider says of itself (OpenID Connect Discovery §3, RFC 8414 §2), as far as
// logins need it. Endpoints are URLs as written; those that it may leave out may be empty.
struct ProviderDescription {
  std::string authorization, token, jwks;
  std::string pushed_authorization;  // RFC 9126
  std::string revocation;            // RFC 7009
  std::string end_session;           // OpenID Connect RP-Initiated Logout §2.1
  bool wants_pushed = false;         // it takes no other request
  bool names_itself = false;         // `iss` is in its answers (RFC 9207)
  bool takes_basic = true;           // client_secret_basic; else the secret goes into the body
};

// Refused where the document is another issuer's, or lacks what a login cannot do without.
// Error.internal says why.
Result<ProviderDescription> read_description(std::string_view document, std::string_view issuer);

}  // namespace bff::auth
