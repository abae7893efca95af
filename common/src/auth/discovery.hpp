// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "auth/strict_json.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// Where an issuer describes itself (OpenID Connect Discovery §4).
std::string discovery_url(std::string_view issuer);

// What a document says that lies there. Refused where it is another issuer's (§4.3), so that nobody
// can pass for this one. Error.internal says why.
Result<JsonValue> parse_discovery(std::string_view document, std::string_view issuer);
// Of such a document: "the discovery document " and why.
Error refused_discovery(std::string why);

// Its `jwks_uri`.
Result<std::string> jwks_uri_of(std::string_view document, std::string_view issuer);
// Likewise its `introspection_endpoint` and `token_endpoint` (RFC 8414 §2).
Result<std::string> introspection_endpoint_of(std::string_view document, std::string_view issuer);
Result<std::string> token_endpoint_of(std::string_view document, std::string_view issuer);

}  // namespace bff::auth
