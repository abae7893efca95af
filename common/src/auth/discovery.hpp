// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "bff/error.hpp"

namespace bff::auth {

// Where an issuer describes itself (OpenID Connect Discovery §4).
std::string discovery_url(std::string_view issuer);

// Its `jwks_uri`. Refused where the document is another issuer's (§4.3), so that nobody can pass
// for this one. Error.internal says why.
Result<std::string> jwks_uri_of(std::string_view document, std::string_view issuer);
// Likewise its `introspection_endpoint` and `token_endpoint` (RFC 8414 §2).
Result<std::string> introspection_endpoint_of(std::string_view document, std::string_view issuer);
Result<std::string> token_endpoint_of(std::string_view document, std::string_view issuer);

}  // namespace bff::auth
