// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "contract/openapi.hpp"
#include "contract/openapi_schema.hpp"

namespace bff::contract {

// What OpenAPI calls an operation: a route behind its path and method.
Json openapi_operation(const Route& route, const OpenApiSchemas& schemas,
                       const OpenApiSchemes& schemes);
// The first word of the path that is neither a variable nor a version: routes are grouped by it.
std::string openapi_tag(const Route& route);
// The name of a problem's response among the components: "Problem404"; and that response.
std::string openapi_problem_name(int status);
Json openapi_problem(int status);

}  // namespace bff::contract
