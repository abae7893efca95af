// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "contract/contract.hpp"

namespace bff::contract {

// A path as OpenAPI knows it, where a variable is one segment: of `{name=shelves/*/books/*}` each
// wildcard is a parameter of its own, /shelves/{shelves}/books/{books}. What `**` takes is one as
// well, which then may hold slashes, though OpenAPI has no word for that.
struct OpenApiPath {
  std::string text;
  std::vector<Parameter> parameters;  // of the path, in its order
};

OpenApiPath openapi_path(const Route& route);

}  // namespace bff::contract
