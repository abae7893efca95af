// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "contract/openapi.hpp"
#include "contract/openapi_schema.hpp"

namespace bff::contract {

// The `security` of an operation: one of these does (OpenAPI 3.1, "Security Requirement Object").
// [] for a public route.
Json openapi_security(const Auth& auth, const OpenApiSchemes& schemes);

// The schemes that the routes name: "bearer", "apiKey", "session". Null where they name none.
Json openapi_security_schemes(const Contract& contract, const OpenApiSchemes& schemes);

}  // namespace bff::contract
